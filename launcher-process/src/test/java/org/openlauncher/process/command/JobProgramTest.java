package org.openlauncher.process.command;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessUser;

final class JobProgramTest {
  @TempDir private Path folder;
  private CommandRunner commands;

  @BeforeEach
  void open() throws Exception {
    commands = CommandRunner.open(ProcessLauncher.unprivileged(), folder.resolve("commands"));
    Path tool = Files.createFile(folder.resolve("own tool"));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(folder.resolve("notes"));
  }

  @AfterEach
  void close() {
    commands.close();
  }

  private void require(JobSpecification.Builder job, Path from) {
    JobProgram.require(
        job.build(),
        commands,
        new ProcessUser.Self(),
        Map.of("PATH", "/usr/bin:/bin:" + folder),
        from);
  }

  private static JobSpecification.Builder job() {
    return JobSpecification.builder("job", "owner", "cluster");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "env", "./own tool", "own tool"})
  void whatCanBeRunIsFound(String exe) {
    assertThatNoException().isThrownBy(() -> require(job().exe(exe), folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/program", "no-such-program", "./notes", "notes", "cd", "/bin"})
  void whatCanNotIsNamed(String exe) {
    assertThatExceptionOfType(LaunchFailedException.class)
        .isThrownBy(() -> require(job().exe(exe), folder))
        .withMessageContaining(exe)
        .extracting(LaunchFailedException::statusCode)
        .isEqualTo(StatusCode.COMMAND_NOT_FOUND);
  }

  @Test
  void aMissingFolderAndACommandLineAreToldByOthers() {
    assertThatNoException()
        .isThrownBy(() -> require(job().exe("./tool"), folder.resolve("missing")));
    assertThatNoException().isThrownBy(() -> require(job().command("no-such-program"), folder));
  }
}
