package org.openlauncher.process.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.spawner.SpawnerProcessLauncher;

/** What only the spawner can do, and what becomes of jobs when it ends; with the real program. */
final class SpawnerFormTest {
  private static final String WAITS = "until [ -f \"$1/go\" ]; do sleep 0.02; done; exit 7";

  @TempDir Path folder;
  private Jobs jobs;

  @BeforeEach
  void open() {
    assumeTrue(Files.isExecutable(Form.PROGRAM), () -> Form.PROGRAM + " was not built");
    jobs = new Jobs(Form.SPAWNER, folder);
  }

  @AfterEach
  void close() {
    if (jobs != null) {
      jobs.close();
    }
  }

  @Test
  void aJobThatUsesUpItsProcessorTimeIsEnded() {
    JobId id =
        jobs.script("while :; do :; done")
            .limits(limits(Optional.of(Duration.ofSeconds(1)), Optional.empty()))
            .launch();

    ExitRecord exit = jobs.listener.awaitExit(id);
    assertThat(exit.exceeded()).contains(ExitRecord.ExceededLimit.PROCESSOR_TIME);
    assertThat(exit.ending()).isEqualTo(new ExitRecord.Ending.Signaled(24));
  }

  @Test
  void aJobCannotHaveMoreMemoryThanItsLimit() {
    String allocation = "exec head -c 2000000000 /dev/zero | tail -c 2000000000 >/dev/null";
    JobId id =
        jobs.script("ulimit -v; " + allocation)
            .limits(limits(Optional.empty(), Optional.of(DataSize.ofMegabytes(200))))
            .launch();

    assertThat(jobs.listener.awaitExitCode(id)).isNotZero();
    assertThat(jobs.text(id)).startsWith(Long.toString(200_000_000 / 1024));
  }

  private static ProcessLimits limits(Optional<Duration> time, Optional<DataSize> memory) {
    return new ProcessLimits(time, memory);
  }

  @Test
  void otherUsersAreRefused() {
    Jobs.Builder builder = jobs.request("true").user(ProcessUser.Account.named("daemon"));

    assertThatThrownBy(builder::launch)
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_NOT_SUPPORTED));
  }

  @Test
  void moreThanTheSpawnerTakesIsRefused() {
    Jobs.Builder builder = jobs.request("cat").input("x".repeat(9_000_000));

    assertThatThrownBy(builder::launch)
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("8388608");
  }

  @Test
  void aSpawnerThatIsKilledIsStartedAgainAndItsJobsRunOn() throws IOException {
    JobId before = jobs.script(WAITS, folder.toString()).launch();
    ProcessIdentity process = jobs.listener.awaitStart(before);

    ProcessHandle spawner = spawner();
    spawner.destroyForcibly();
    spawner.onExit().join();
    await().until(() -> jobs.listener.heard().contains("unimpeded"));

    assertThat(ProcessTable.alive(process)).isTrue();
    JobId after = jobs.script("exit 3").launch();
    assertThat(jobs.listener.awaitExitCode(after)).isEqualTo(3);
    Files.createFile(folder.resolve("go"));
    assertThat(jobs.listener.awaitExitCode(before)).isEqualTo(7);
  }

  @Test
  void jobsOfAnEarlierSpawnerObey() {
    ProcessRequest request = jobs.request("sleep", "300").build();
    JobId id = request.id();
    jobs.supervisor.launch(request);
    jobs.listener.awaitStart(id);
    jobs.supervisor.close();

    try (Jobs next = new Jobs(Form.SPAWNER, folder)) {
      next.supervisor.watch(id);
      next.signal(id, Signal.SUSPEND);
      next.signal(id, Signal.TERMINATE);
      assertThat(next.listener.awaitExitCode(id)).isEqualTo(143);
      next.signal(id, Signal.KILL);
    }
  }

  @Test
  void jobsOfTheShellObey() {
    JobId id;
    try (Jobs shell = new Jobs(Form.SHELL, folder)) {
      id = shell.request("sleep", "300").launch();
      shell.listener.awaitStart(id);
      shell.supervisor.close();
      jobs.supervisor.watch(id);
      jobs.listener.awaitStart(id);

      jobs.signal(id, Signal.KILL);

      assertThat(jobs.listener.awaitExitCode(id)).isEqualTo(137);
    }
  }

  private static ProcessHandle spawner() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(
            child ->
                ProcessTable.commandLine(child.pid())
                    .filter(line -> line.contains("openlauncher-spawner"))
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void readsFilesAsItself() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    try (SpawnerProcessLauncher launcher = SpawnerProcessLauncher.starting(Form.PROGRAM);
        UserFile opened = launcher.openFile(new ProcessUser.Self(), file).orElseThrow()) {
      ByteBuffer target = ByteBuffer.allocate(5);

      assertThat(opened.read(2, target)).isEqualTo(5);
      assertThat(new String(target.array(), StandardCharsets.US_ASCII)).isEqualTo("23456");
      assertThat(opened.length()).isEqualTo(10);
      assertThat(opened.read(10, target.clear())).isZero();
      assertThat(launcher.openFile(new ProcessUser.Self(), folder)).isEmpty();
      assertThat(launcher.openFile(new ProcessUser.Self(), folder.resolve("none"))).isEmpty();
      assertThatThrownBy(() -> launcher.openFile(ProcessUser.Account.named("daemon"), file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("daemon");
    }
  }
}
