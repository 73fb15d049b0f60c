package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodeFolderTest {
  private static final int SOMEBODY = 54321;

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(parent.resolve("plugins"));
    mode(folder, "rwxr-xr-x");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private Path file(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    mode(file, "rw-r--r--");
    return file;
  }

  @Test
  void isTrustedWhereOnlyItsOwnerWrites() throws IOException {
    assertThat(new CodeFolder(folder).weakness()).isEmpty();
    assertThat(new CodeFolder(folder).weakness(file("plugin.jar"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
  void isRefusedWhereOthersWrite(String mode) throws IOException {
    Path jar = file("plugin.jar");
    mode(folder, mode);
    assertThat(new CodeFolder(folder).weakness().orElseThrow())
        .contains(folder + " can be written by others (mode 07")
        .endsWith("run: chmod go-w " + folder);
    mode(folder, "rwxr-xr-x");
    mode(jar, mode);
    assertThat(new CodeFolder(folder).weakness(jar).orElseThrow())
        .endsWith("run: chmod go-w " + jar);
  }

  @Test
  void aLinkIsAsSafeAsWhereItLeads() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Path target = Files.createFile(elsewhere.resolve("plugin.jar"));
    mode(target, "rw-r--r--");
    mode(elsewhere, "rwxr-xr-x");
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), target);
    assertThat(new CodeFolder(folder).weakness(link)).isEmpty();
    mode(elsewhere, "rwxrwxrwx");
    assertThat(new CodeFolder(folder).weakness(link).orElseThrow())
        .startsWith(elsewhere + " can be written by others");
  }

  @Test
  void isRefusedWhereSomebodyElseOwnsIt() throws IOException {
    assumeTrue(RunningUser.uid() == 0, "only root can give a folder away");
    Files.setAttribute(folder, "unix:uid", SOMEBODY);
    assertThat(new CodeFolder(folder).weakness().orElseThrow())
        .startsWith(folder + " belongs to user id " + SOMEBODY)
        .contains("run: chown -R root " + folder);
    assertThat(new CodeFolder(folder, SOMEBODY).weakness()).isEmpty();
  }
}
