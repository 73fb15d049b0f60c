package org.openlauncher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;

class FileFormatTest {
  @TempDir private Path directory;
  private ConfigurationFixture fixture;

  @BeforeEach
  void makeFolder() {
    fixture = new ConfigurationFixture(directory);
  }

  private List<String> entries(byte[] content) {
    ConfigurationFile file =
        ConfigurationFile.read(fixture.write("x.conf", content), "", fixture.problems())
            .orElseThrow();
    return file.sections().stream().flatMap(FileFormatTest::entries).toList();
  }

  private static Stream<String> entries(Section section) {
    return section.entries().stream()
        .map(
            entry ->
                section.name()
                    + "|"
                    + entry.key()
                    + "|"
                    + entry.value()
                    + "|"
                    + entry.origin().line());
  }

  private List<String> entries(String content) {
    return entries(content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lineEndsBlanksAndTheLastLineDoNotMatter() {
    List<String> expected = List.of("|first|1|1", "s t|key|a b|4", "s t|other|x=y # z|5");

    assertThat(entries("first=1\n# c\n[s t]\nkey=a b\nother=x=y # z\n")).isEqualTo(expected);
    assertThat(entries("first=1\r\n# c\r\n[s t]\r\nkey=a b\r\nother=x=y # z\r\n"))
        .isEqualTo(expected);
    assertThat(entries("\tfirst =\t1 \n\t# c\n  [ s t ]\t\n key = a b\t \n other\t= x=y # z"))
        .isEqualTo(expected);
    assertThat(entries("\uFEFFfirst=1\n#\n [s t] \nkey=a b \r\nother=x=y # z\r"))
        .isEqualTo(expected);
    assertThat(fixture.told()).isEmpty();
  }

  @Test
  void everyMixOfLineEndsAndBlanksReadsTheSame() {
    Random random = new Random(20261124);
    for (int round = 0; round < 500; round++) {
      StringBuilder content = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      for (int line = 1; line <= 8; line++) {
        content
            .append(blanks(random))
            .append("key")
            .append(line)
            .append(blanks(random))
            .append('=')
            .append(blanks(random))
            .append("v\u00fc [#=] ")
            .append(line)
            .append(blanks(random))
            .append(random.nextBoolean() ? "\r\n" : "\n");
      }
      assertThat(entries(content.toString()))
          .as(content.toString())
          .isEqualTo(
              IntStream.rangeClosed(1, 8)
                  .mapToObj(line -> "|key%1$d|v\u00fc [#=] %1$d|%1$d".formatted(line))
                  .toList());
    }
    assertThat(fixture.told()).isEmpty();
  }

  private static String blanks(Random random) {
    return List.of("", " ", "\t", " \t  ").get(random.nextInt(4));
  }

  @Test
  void sectionsMayComeAgainAndKeepTheirOrder() {
    assertThat(entries("[a]\nk=1\n[b]\nk=2\n[a]\nk=3\n[@g]\n[*]\nk=4"))
        .containsExactly("a|k|1|2", "b|k|2|4", "a|k|3|6", "*|k|4|9");
    assertThat(fixture.told()).isEmpty();
  }

  @Test
  void textOfAllLanguagesIsKept() {
    assertThat(entries("name=\u65e5\u672c \uD83D\uDE80 \u0645\u0631\u062d\u0628\u0627\n"))
        .containsExactly("|name|\u65e5\u672c \uD83D\uDE80 \u0645\u0631\u062d\u0628\u0627|1");
  }

  @Test
  void otherEncodingsAreToldByLine() {
    byte[] latin = "a=1\nname=caf\u00e9\nb=2\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(entries(latin)).containsExactly("|a|1|1", "|b|2|3");
    assertThat(fixture.told())
        .containsExactly(
            "x.conf:2: expected text in UTF-8, found bytes that are not",
            "x.conf:4: warning: expected text in UTF-8, found bytes that are not");
  }

  @Test
  void damagedHeaderHidesItsKeysInsteadOfMovingThem() {
    byte[] content = "[a]\nk=1\n[caf\u00e9]\nk=2\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(entries(content)).containsExactly("a|k|1|2");
    assertThat(fixture.told())
        .containsExactly("x.conf:3: expected text in UTF-8, found bytes that are not");
  }

  @Test
  void secretsStayOutOfTheTextOfAnEntry() {
    ConfigurationFile file =
        ConfigurationFile.read(fixture.write("x.conf", "auth-token=hidden"), "", fixture.problems())
            .orElseThrow();
    Entry entry = file.sections().get(0).entries().get(0);

    assertThat(entry.value()).isEqualTo("hidden");
    assertThat(file.toString()).doesNotContain("hidden").contains("auth-token");
  }

  @Test
  void tenMegabytesAreReadQuickly() {
    String content =
        "# a long comment, as in a template that explains everything\n".repeat(170_000);
    assertThat(content.length()).isGreaterThan(10_000_000);

    List<String> read =
        assertTimeout(Duration.ofSeconds(10), () -> entries(content + "k=" + "x".repeat(1 << 20)));

    assertThat(read).hasSize(1);
    assertThat(fixture.told()).isEmpty();
  }

  @Test
  void manyUnknownKeysAreCutShort() {
    StringBuilder content = new StringBuilder(ConfigurationFixture.MINIMAL);
    for (int i = 0; i < 100_000; i++) {
      content.append("key").append(i).append("=1\n");
    }

    assertTimeout(Duration.ofSeconds(30), () -> fixture.launcher(content.toString()));

    assertThat(fixture.told())
        .hasSize(Problems.MOST_OF_A_FILE + 1)
        .last()
        .isEqualTo(
            "launcher.conf: 99000 more problems of this file are not shown; is it a configuration"
                + " file?");
  }

  @Test
  void sizeIsLimited() {
    fixture.write("x.conf", new byte[SourceLines.MOST_BYTES + 1]);

    assertThat(ConfigurationFile.read(directory.resolve("x.conf"), "", fixture.problems()))
        .isEmpty();
    assertThat(fixture.told())
        .containsExactly("x.conf: expected at most 16777216 bytes, found more");
  }

  @Test
  void missingLauncherFileSaysWhatToDo() {
    Optional<LauncherConfiguration> read =
        LauncherConfiguration.read(fixture.folder(), fixture.problems());

    assertThat(read).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            "launcher.conf: there is no such file; create it with a [server] and a [cluster]"
                + " section, or tell where it is with --config-dir or RSTUDIO_CONFIG_DIR");
  }

  @Test
  void folderOrPipeIsNoFile() throws Exception {
    Path pipe = directory.resolve("pipe.conf");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo works");

    assertTimeout(
        Duration.ofSeconds(10), () -> ConfigurationFile.read(pipe, "", fixture.problems()));
    Optional<ConfigurationFile> folder = ConfigurationFile.read(directory, "", fixture.problems());

    assertThat(folder).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            directory + ": expected a file, found a folder",
            "pipe.conf: expected a file, found something else (a device or pipe)");
  }

  @Test
  void linkThatLeadsNowhereIsNotAMissingFile() throws IOException {
    Path link = directory.resolve("x.conf");
    Files.createSymbolicLink(link, directory.resolve("nothing"));

    assertThat(ConfigurationFile.readIfPresent(link, fixture.problems())).isEmpty();
    assertThat(fixture.told())
        .containsExactly("x.conf: there is no such file; a symbolic link leads nowhere");
  }

  @Test
  void linkToAFileIsFollowed() throws IOException {
    fixture.write("real", "k=1");
    Path link = directory.resolve("x.conf");
    Files.createSymbolicLink(link, directory.resolve("real"));

    assertThat(ConfigurationFile.readIfPresent(link, fixture.problems()))
        .map(file -> file.sections().get(0).entries().size())
        .contains(1);
  }

  @Test
  void unreadableFileNamesTheUser() throws IOException {
    Path file = fixture.write("x.conf", "k=1");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "root reads everything");

    assertThat(ConfigurationFile.read(file, "", fixture.problems())).isEmpty();
    assertThat(fixture.told())
        .containsExactly(
            "x.conf: user "
                + System.getProperty("user.name")
                + " may not read it; allow that with sudo chgrp and sudo chmod g+r, for the file"
                + " and its folders");
  }
}
