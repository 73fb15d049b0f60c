package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.ProcessRequest;

@ParameterizedClass
@EnumSource(Form.class)
final class LaunchRefusalTest {
  @TempDir Path folder;
  private final Form form;
  private Jobs jobs;

  LaunchRefusalTest(Form form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new Jobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void programThatIsNowhere() {
    assertFails(jobs.request("no-such-program"), StatusCode.COMMAND_NOT_FOUND, "/usr/bin:/bin");
    assertFails(jobs.request("/no/such/program"), StatusCode.COMMAND_NOT_FOUND, "/no/such/program");
    assertFails(jobs.request("./sh"), StatusCode.COMMAND_NOT_FOUND, "./sh");
    assertFails(
        jobs.request("true").environment(Map.of("PATH", "/nowhere")),
        StatusCode.COMMAND_NOT_FOUND,
        "/nowhere");
  }

  @Test
  void programThatMustNotRun() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");
    assertFails(jobs.request(plain.toString()), StatusCode.PERMISSION_DENIED, plain.toString());
    assertFails(jobs.request("/usr/bin"), StatusCode.PERMISSION_DENIED, "/usr/bin");
    assertFails(
        jobs.request("plain").environment(Map.of("PATH", folder.toString())),
        StatusCode.PERMISSION_DENIED,
        plain.toString());
  }

  @Test
  void scriptWhoseInterpreterIsMissing() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#! /no/such/python3 -u\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertFails(jobs.request(script.toString()), StatusCode.COMMAND_NOT_FOUND, "interpreter");
  }

  @Test
  void workingDirectoryThatIsNone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertFails(
        jobs.request("true").workingDirectory(folder.resolve("missing")),
        StatusCode.WORKING_DIRECTORY,
        folder.resolve("missing").toString());
    assertFails(
        jobs.request("true").workingDirectory(file), StatusCode.WORKING_DIRECTORY, file.toString());
  }

  @Test
  void outputFilesThatCannotBe() throws IOException {
    Path pipe = folder.resolve("pipe");
    assertThat(runs("mkfifo", pipe.toString())).isZero();
    assertFails(jobs.request("true").output(folder), StatusCode.OUTPUT_FILE, folder.toString());
    assertFails(
        jobs.request("true").errors(folder.resolve("no/file")),
        StatusCode.OUTPUT_FILE,
        folder.resolve("no/file").toString());
    assertFails(jobs.request("true").output(pipe), StatusCode.OUTPUT_FILE, pipe.toString());
  }

  @Test
  void whatTheUserMayNotTouch() throws IOException {
    assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
        .as("root may do all of this")
        .isNotEqualTo(0);
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = Files.createFile(closed.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertFails(jobs.request("true").output(file), StatusCode.PERMISSION_DENIED, file.toString());
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assertFails(
          jobs.request("true").workingDirectory(closed),
          StatusCode.PERMISSION_DENIED,
          closed.toString());
      assertFails(jobs.request("true").output(file), StatusCode.PERMISSION_DENIED, file.toString());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void whatTheCheckCannotSeeIsToldByTheStart() {
    assumeThat(form).as("the spawner's check is the start").isEqualTo(Form.SHELL);
    // Looks like a file that can be written, but a process without a terminal can't open it.
    ProcessRequest request = jobs.request("true").output(Path.of("/dev/tty")).build();
    jobs.supervisor.launch(request);

    LaunchFailedException failure = jobs.listener.awaitFailure(request.id());
    assertThat(failure.statusCode()).isEqualTo(StatusCode.OUTPUT_FILE);
    assertThat(failure).hasMessageContaining("/dev/tty");
    assertThat(jobs.listener.heardOf(request.id())).containsExactly("failed " + request.id());
  }

  @Test
  void aDeviceThatCannotBeOpenedIsRefusedAtOnce() {
    assumeThat(form).isEqualTo(Form.SPAWNER);
    assertFails(
        jobs.request("true").output(Path.of("/dev/tty")), StatusCode.OUTPUT_FILE, "/dev/tty");
  }

  @Test
  void textsThatNoProcessCanBeGiven() {
    assertInvalid(jobs.request("echo", "ok", "a\0b"), "argument 2", "NUL");
    assertInvalid(jobs.request("echo", "x".repeat(131_072)), "argument 1", "131071");
    assertInvalid(jobs.request("echo", "\ud800"), "argument 1", "surrogate");
    assertInvalid(jobs.request(""), "program", "empty");
    assertInvalid(
        jobs.request("true").environment(Map.of("BIG", "\u00e9".repeat(70_000))), "BIG", "131071");
    assertInvalid(jobs.request("true").environment(Map.of("a=b", "c")), "a=b", "'='");
    assertInvalid(jobs.request("true").environment(Map.of("", "c")), "name", "empty");
    assertInvalid(jobs.request("true").environment(Map.of("N", "\0")), "variable N", "NUL");
  }

  @Test
  void moreThanTheSystemAllowsAltogether() {
    String[] command = new String[600];
    Arrays.fill(command, "y".repeat(130_000));
    command[0] = "true";

    assertInvalid(jobs.request(command), "together", "bytes");
  }

  @Test
  void secondLaunchOfAJob() {
    ProcessRequest request = jobs.request("true").build();
    jobs.supervisor.launch(request);
    jobs.listener.awaitExit(request.id());

    LauncherException refusal =
        catchThrowableOfType(LauncherException.class, () -> jobs.supervisor.launch(request));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JOB_STATE);
    assertThat(jobs.listener.heardOf(request.id())).hasSize(2);
  }

  private void assertFails(Jobs.Builder builder, StatusCode code, String words) {
    ProcessRequest request = builder.build();
    LaunchFailedException failure =
        catchThrowableOfType(LaunchFailedException.class, () -> jobs.supervisor.launch(request));
    assertThat(failure).isNotNull().hasMessageContaining(words);
    assertThat(failure.statusCode()).isEqualTo(code);
    assertThat(jobs.supervisor.find(request.id())).isEqualTo(new LaunchTrace.NeverLaunched());
  }

  private void assertInvalid(Jobs.Builder builder, String where, String what) {
    LauncherException refusal =
        catchThrowableOfType(
            LauncherException.class, () -> jobs.supervisor.launch(builder.build()));
    assertThat(refusal).hasMessageContaining(where).hasMessageContaining(what);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  private static int runs(String... command) throws IOException {
    try {
      return new ProcessBuilder(command).start().waitFor();
    } catch (InterruptedException interruption) {
      throw new IOException(interruption);
    }
  }
}
