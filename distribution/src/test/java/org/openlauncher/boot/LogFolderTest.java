package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;

class LogFolderTest {
  @TempDir private Path folder;

  @Test
  void theFolderIsMadeForTheGroupToRead() throws Exception {
    LogFolder made = LogFolder.prepare(configured(folder.resolve("a/log")));

    assertThat(made.path()).isEqualTo(folder.resolve("a/log"));
    assertThat(permissions(made.path())).isEqualTo("rwxr-x---");
    assertThat(permissions(made.log())).isEqualTo("rw-r-----");
  }

  @Test
  void whatIsThereStaysAsItIs() throws Exception {
    Path log = Files.createDirectory(folder.resolve("log"));
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rwxrwxr-x"));
    Files.writeString(log.resolve("rstudio-launcher.log"), "of yesterday\n");
    LogFolder found = LogFolder.prepare(configured(log));

    assertThat(permissions(log)).isEqualTo("rwxrwxr-x");
    assertThat(found.log()).hasContent("of yesterday");
  }

  @Test
  void aFolderThatWasAskedForMustDo() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> LogFolder.prepare(configured(file.resolve("log"))))
        .isInstanceOfSatisfying(
            StartupException.class,
            refused -> assertThat(refused.status()).isEqualTo(ExitStatus.CANNOT_CREATE.number()))
        .hasMessageStartingWith("logging-dir " + file.resolve("log") + " cannot be written: ");
  }

  @Test
  void aLinkInPlaceOfTheLogIsNotFollowed() throws Exception {
    Path log = Files.createDirectory(folder.resolve("log"));
    Path precious = Files.createFile(folder.resolve("precious"));
    Files.createSymbolicLink(log.resolve("rstudio-launcher.log"), precious);

    assertThatThrownBy(() -> LogFolder.prepare(configured(log)))
        .isInstanceOf(StartupException.class);
    assertThat(precious).isEmptyFile();
  }

  private LauncherConfiguration configured(Path logs) throws IOException {
    Files.writeString(
        folder.resolve("launcher.conf"),
        "[server]\nlogging-dir=" + logs + "\n[cluster]\nname=Local\ntype=Local\n");
    return LauncherConfiguration.read(new ConfigurationFolder(folder), new Problems())
        .orElseThrow();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
