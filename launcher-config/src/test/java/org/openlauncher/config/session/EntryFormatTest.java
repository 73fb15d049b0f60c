package org.openlauncher.config.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.job.MountSource;

/** The same entries, however they are written. */
final class EntryFormatTest {
  private static final String ENTRIES =
      """
      MountType: Host
      Path: /data/größe 数据
      MountPath: /mnt/a b

      MountType: NFS
      Host: nfs01
      Path: /x
      MountPath: /mnt/two
      ReadOnly: true
      """;

  @TempDir private Path directory;
  private SessionFiles files;

  @BeforeEach
  void makeFolder() {
    files = new SessionFiles(directory);
  }

  private List<MountEntry> mounts(String content) {
    files.write("launcher-mounts", content);
    List<MountEntry> read = files.read().mounts();
    assertThat(files.told()).isEmpty();
    return read;
  }

  private static List<String> shape(List<MountEntry> mounts) {
    return mounts.stream().map(entry -> entry.scope() + " " + entry.mount()).toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void writtenInAnyWay(long seed) {
    List<String> plain = shape(mounts(ENTRIES));

    Random random = new Random(seed);
    String lineEnd = random.nextBoolean() ? "\r\n" : "\n";
    StringBuilder written = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    for (String line : ENTRIES.split("\n", -1)) {
      if (line.isEmpty()) {
        IntStream.rangeClosed(0, random.nextInt(3))
            .forEach(count -> written.append(random.nextBoolean() ? " \t " : "").append(lineEnd));
        continue;
      }
      if (random.nextInt(3) == 0) {
        written.append(random.nextBoolean() ? " \t# a: remark" : "#x=y").append(lineEnd);
      }
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      written
          .append(random.nextBoolean() ? name.toUpperCase(java.util.Locale.ROOT) : name)
          .append(random.nextBoolean() ? " \t" : "")
          .append(':')
          .append(random.nextBoolean() ? "\t  " : "")
          .append(line.substring(colon + 1).strip())
          .append(random.nextBoolean() ? "  \t" : "")
          .append(lineEnd);
    }
    String text = written.toString();
    assertThat(shape(mounts(random.nextBoolean() ? text.stripTrailing() : text))).isEqualTo(plain);
  }

  @Test
  void enumeratedValuesInAnyCase() {
    MountEntry mount =
        mounts(
                "mounttype: HOST\nmountpath: /x\npath: /y\njobtype: SESSION\nworkbench: jupyter"
                    + " notebook\nreadonly: TRUE\n")
            .get(0);

    assertThat(mount.scope())
        .isEqualTo(
            new EntryScope(
                Optional.of(JobKind.SESSION),
                Optional.of(Workbench.JUPYTER_NOTEBOOK),
                Optional.empty()));
    assertThat(mount.mount().readOnly()).isTrue();
  }

  @Test
  void theSevenTypes() {
    files.write("object.json", "{\"emptyDir\": {}}");
    List<MountEntry> read =
        mounts(
            """
            MountType: Host
            MountPath: /1
            Path: {HOME}/data

            MountType: NFS
            MountPath: {HOME}
            Path: /export/{USER}

            MountType: CephFs
            MountPath: /3
            Monitors: 192.168.1.200:8765,192.168.1.200:8766
            Path: /vol/{USER}
            User: {USER}
            SecretRef: ceph-secret

            MountType: GlusterFs
            MountPath: /4
            Endpoints: cluster
            Path: volume

            MountType: AzureFile
            MountPath: /5
            SecretName: azure
            ShareName: share-{USER}

            MountType: KubernetesPersistentVolumeClaim
            MountPath: /6
            ClaimName: home-{USER}

            MountType: Passthrough
            MountPath: /7
            FilePath: %s/object.json
            """
                .formatted(directory));

    List<MountSource> sources =
        read.stream()
            .map(entry -> entry.fill(new Placeholders("bob", "/srv/bob")).source())
            .toList();
    assertThat(sources)
        .extracting(MountSource::type)
        .containsExactly(
            "host",
            "nfs",
            "cephFs",
            "glusterFs",
            "azureFile",
            "kubernetesPersistentVolumeClaim",
            "passthrough");
    assertThat(sources.get(0)).isEqualTo(new MountSource.Host("/srv/bob/data"));
    assertThat(sources.get(1)).isEqualTo(new MountSource.Nfs(Optional.empty(), "/export/bob"));
    assertThat(read.get(1).fill(new Placeholders("bob", "/srv/bob")).mountPath())
        .isEqualTo("/srv/bob");
    assertThat(((MountSource.CephFs) sources.get(2)).path()).contains("/vol/bob");
    assertThat(sources.get(4)).isEqualTo(new MountSource.AzureFile("azure", "share-bob"));
    assertThat(((MountSource.Other) sources.get(5)).source().text())
        .isEqualTo("{\"claimName\":\"home-bob\"}");
    assertThat(((MountSource.Other) sources.get(6)).source().text())
        .isEqualTo("{\"emptyDir\": {}}");
  }

  @Test
  void whatANameHoldsIsNotReplacedAgain() {
    assertThat(new Placeholders("{HOME}", "/h").fill("{USER}:{HOME}:{X}:{"))
        .isEqualTo("{HOME}:/h:{X}:{");
  }

  @Test
  void valuesKeepColonsEqualsSignsAndHashes() {
    files.write("launcher-env", "URL=http://h:1/?a=b#c\n\nEnvironment: X=y: z # no remark\n");
    List<VariableEntry> read = files.read().variables();

    assertThat(files.told()).isEmpty();
    assertThat(read)
        .extracting(entry -> entry.variable().value())
        .containsExactly("http://h:1/?a=b#c", "y: z # no remark");
  }

  @Test
  void tenMegabytes() {
    StringBuilder content = new StringBuilder();
    int entries = 0;
    while (content.length() < 10_000_000) {
      content
          .append("# remark ")
          .append(entries)
          .append("\nMountType: NFS\nHost: nfs01\nPath: /export/")
          .append(entries)
          .append("\nMountPath: /mnt/")
          .append(entries++)
          .append("\n\n");
    }
    assertThat(mounts(content.toString())).hasSize(entries);
  }

  @Test
  void tenMegabytesOfSomethingElse() {
    files.write("launcher-mounts", "x\n".repeat(5_000_000));
    files.read();

    assertThat(files.problems().hasErrors()).isTrue();
    assertThat(files.told()).hasSizeLessThan(1_100);
    assertThat(files.told().get(0))
        .isEqualTo("launcher-mounts:1: expected Field: value, found no colon in \"x\"");
  }

  @Test
  void moreLinesThanAnyConfigurationHas() {
    files.write("launcher-ports", "1\n\n".repeat(EntryFile.MOST_LINES + 1));
    files.read();

    assertThat(files.told())
        .containsExactly(
            "launcher-ports: expected at most 500000 lines beside comments; the rest is not read");
  }
}
