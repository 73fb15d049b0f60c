package org.openlauncher.process.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.supervise.RecordingListener;

final class ChosenProcessLauncherTest {
  private static final Privileges OF_A_SHELL =
      new Privileges(false, 0, false, Privileges.MemoryLimit.NONE, false);

  @TempDir Path folder;

  @Test
  void withoutAWishItIsTheShell() {
    ChosenProcessLauncher chosen = new ChosenProcessLauncher(Optional.empty());

    assertThat(chosen.privileges()).isEqualTo(OF_A_SHELL);
    assertThat(chosen.takeSecureCookieKeys()).isEmpty();
    assertThat(chosen.lost().toCompletableFuture()).isNotDone();
    chosen.close();
  }

  @Test
  void theProgramIsUsedWhereItIs() {
    Path program = Path.of("target/native/openlauncher-spawner").toAbsolutePath();
    assumeTrue(Files.isExecutable(program), () -> program + " was not built on this machine");
    ChosenProcessLauncher chosen = new ChosenProcessLauncher(Optional.of(program.toString()));
    try {
      assertThat(chosen.privileges().otherUsers()).isFalse();
      assertThat(chosen.privileges().processorTimeLimit()).isTrue();
      assertThat(chosen.privileges().memoryLimit()).isEqualTo(Privileges.MemoryLimit.ADDRESS_SPACE);
    } finally {
      chosen.close();
    }
  }

  @Test
  void aProgramThatCannotBeUsedIsReplacedByTheShell() throws IOException {
    assertShell(folder.resolve("none"));
    Path silent = Files.copy(Path.of("/bin/true"), folder.resolve("silent"));
    assertShell(silent);
  }

  private static void assertShell(Path program) {
    ChosenProcessLauncher chosen = new ChosenProcessLauncher(Optional.of(program.toString()));
    assertThat(chosen.privileges()).isEqualTo(OF_A_SHELL);
    chosen.close();
  }

  @Test
  void aProgramThatOthersCouldReplaceIsNotTrusted() throws IOException {
    Path program = Files.copy(Path.of("/bin/true"), folder.resolve("program"));
    assertThat(SpawnerProgram.at(program.toString()).path()).isEqualTo(program.toRealPath());
    Path link = Files.createSymbolicLink(folder.resolve("link"), program);
    assertThat(SpawnerProgram.at(link.toString()).path()).isEqualTo(program.toRealPath());

    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertRefused(link.toString(), "writable");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(program.toString(), "can run");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(program.toString(), "writable");
    assertRefused(folder.toString(), "can run");
    assertRefused("relative/path", "absolute");
    assertRefused("nul\0", "no path");
  }

  private static void assertRefused(String program, String words) {
    assertThatThrownBy(() -> SpawnerProgram.at(program))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  @Test
  void whoShouldRunJobsAsTheirOwnersAndCannotRunsNone() {
    ChosenProcessLauncher chosen = new ChosenProcessLauncher(Optional.of("inherited"));

    assertThat(chosen.privileges().otherUsers()).isTrue();
    assertThat(chosen.lost().toCompletableFuture().getNow("")).contains("spawner is missing");
    assertThatThrownBy(() -> chosen.openFile(new ProcessUser.Self(), folder))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> chosen.open(folder, new RecordingListener()))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("spawner is missing");
    chosen.close();
  }
}
