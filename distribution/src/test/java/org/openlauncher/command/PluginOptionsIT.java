package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The options that only the back-ends know, as check-config and the page for administrators tell.
 */
class PluginOptionsIT {
  private static final Set<String> OF_EVERY_TYPE =
      Set.of(
          "server-user",
          "thread-pool-size",
          "enable-debug-logging",
          "scratch-path",
          "logging-dir",
          "job-expiry-hours",
          "profile-config",
          "resource-profile-config");

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;

  @BeforeEach
  void unpack() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    configuration = TestConfiguration.in(folder);
    Files.writeString(
        configuration.folder().resolve("launcher.conf"),
        """

        [cluster]
        name=Docker
        type=Docker

        [cluster]
        name=Slurm
        type=Slurm

        [cluster]
        name=Plugin
        type=Plugin
        exe=/usr/bin/true
        """,
        StandardOpenOption.APPEND);
    write("launcher.slurm.conf", "slurm-service-user=nobody\n");
  }

  private void write(String name, String content) throws IOException {
    Path file = configuration.folder().resolve(name);
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private ScriptRun check(String... options) throws IOException {
    String[] command = new String[options.length + 2];
    command[0] = "check-config";
    command[1] = "--config-dir=" + configuration.folder();
    System.arraycopy(options, 0, command, 2, options.length);
    return ScriptRun.begin(launcher, Map.of(), command);
  }

  @Test
  void standInThePageForAdministratorsWithTheirDefaults() throws Exception {
    ScriptRun run = check("--json");
    assertThat(run.status()).as(run.error()).isZero();
    JsonNode values = JsonMapper.builder().build().readTree(run.output()).path("values");

    for (String type : List.of("Local", "Docker", "Slurm", "Plugin")) {
      Map<String, String> options =
          StreamSupport.stream(values.spliterator(), false)
              .filter(value -> value.path("cluster").asString("").equals(type))
              .filter(value -> value.path("section").asString("").isEmpty())
              .filter(value -> !OF_EVERY_TYPE.contains(value.path("option").asString()))
              .collect(
                  Collectors.toMap(
                      value -> value.path("option").asString(),
                      value -> value.path("value").asString("")));
      Map<String, String> rows = rows("conf, type " + type);
      assertThat(rows.keySet()).as(type).isEqualTo(options.keySet());
      rows.forEach(
          (option, shown) -> {
            if (shown.matches("`[^`]*`")) {
              assertThat("`" + options.get(option) + "`").as(type + " " + option).isEqualTo(shown);
            }
          });
    }
  }

  @Test
  void areKnownAlsoOfAPluginThatTakesItsTimeToStart() throws Exception {
    TestBundle.TRIAL.packTo(
        launcher.home().resolve("plugins/trial.jar"),
        "1.0.0",
        TestBundle.trial("slow:options", "Trial"));
    Files.writeString(
        configuration.folder().resolve("launcher.conf"),
        "[cluster]\nname=Trial\ntype=Trial\n",
        StandardOpenOption.APPEND);

    ScriptRun run = check();

    assertThat(run.status()).as(run.error()).isZero();
  }

  /** Of each option of a table the text in its column of defaults. */
  private static Map<String, String> rows(String headingEnd) throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
        .dropWhile(line -> !(line.startsWith("## ") && line.endsWith(headingEnd)))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[1].strip().replace("`", ""), cells -> cells[3].strip()));
  }

  @Test
  void areCheckedWithoutOpeningAnything() throws Exception {
    write("launcher.local.conf", "\nsession-pam-profile=../su\n");
    write(
        "launcher.docker.conf",
        "docker-host=tcp://engine:2375\n\nhost-mount-folders=/data,projects\n");
    write(
        "launcher.slurm.conf",
        """
        slurm-service-user=no-such-account
        user-storage-path=jobs
        enable-gpu-types=1
        constraints=fast,b g
        poll-interval-seconds=1
        slurm-bin-path=/no/such
        logging-dir=/proc/logs
        """);
    write("vscode.conf", "enabled=1\nexe=/no/such/code-server\n");
    ScriptRun run = check();

    assertThat(run.status()).isEqualTo(78);
    String place = configuration.folder() + "/launcher.";
    assertThat(run.error().lines().filter(line -> line.startsWith(place)))
        .containsExactly(
            place
                + "docker.conf:1: docker-host: expected tls-cert-path beside it, found"
                + " \"tcp://engine:2375\" alone: over TCP without TLS, everybody who reaches the"
                + " engine is root there",
            place
                + "docker.conf:3: host-mount-folders: expected absolute paths, or some that begin"
                + " with {HOME}, found \"projects\"",
            place
                + "local.conf:2: session-pam-profile: expected the name of a file in /etc/pam.d,"
                + " found \"../su\"",
            place
                + "slurm.conf:1: slurm-service-user: expected an account of this machine, found"
                + " \"no-such-account\"",
            place
                + "slurm.conf:2: user-storage-path: expected a path that begins with /, ~/ or"
                + " {HOME}/, found \"jobs\"",
            place
                + "slurm.conf:3: enable-gpu-types: expected 0 where enable-gpus is 0, found \"1\"",
            place + "slurm.conf:4: constraints: expected names of features, found \"b g\"",
            place
                + "slurm.conf:5: poll-interval-seconds: expected a whole number of seconds from 6 to"
                + " 3600, found \"1\"",
            place + "slurm.conf:6: warning: slurm-bin-path: there is no program sbatch in /no/such",
            place
                + "slurm.conf:7: logging-dir: user %1$s may not make it; run: install -d -o %1$s -m"
                    .formatted(
                        ServiceAccount.startedByRoot() ? "nobody" : System.getProperty("user.name"))
                + " 750 /proc/logs");
    assertThat(run.error())
        .contains(
            "vscode.conf:2: warning: this machine has no program /no/such/code-server; VS Code"
                + " sessions run only where there is one")
        .doesNotContain("INFO");
    assertThat(configuration.scratch()).doesNotExist();
  }
}
