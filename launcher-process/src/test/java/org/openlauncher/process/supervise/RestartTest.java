package org.openlauncher.process.supervise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.Signal;

@ParameterizedClass
@EnumSource(Form.class)
final class RestartTest {
  private static final String ENDS_ON_DEMAND = "until [ -f \"$1/go\" ]; do sleep 0.02; done; exit ";

  @TempDir Path folder;
  private final Form form;

  RestartTest(Form form) {
    this.form = form;
  }

  @Test
  void nothingIsLostWhenTheLauncherIsKilled() throws Exception {
    JobId endedBefore = Jobs.newId();
    JobId endsMeanwhile = Jobs.newId();
    JobId endsLater = Jobs.newId();
    JobId isKilledLater = Jobs.newId();
    Process life =
        launcherLife(
            Map.of(),
            List.of(
                endedBefore.value(), "exit 3",
                endsMeanwhile.value(), "until [ -f \"$1/now\" ]; do sleep 0.02; done; exit 4",
                endsLater.value(), ENDS_ON_DEMAND + 5,
                isKilledLater.value(), "sleep 300"));
    killProcessGroup(life);
    Files.createFile(folder.resolve("now"));
    Path record = folder.resolve("run/records/" + endsMeanwhile);
    await().until(() -> Files.readString(record, US_ASCII).contains("ended 4 ."));

    try (Jobs jobs = new Jobs(form, folder)) {
      List<JobId> all = List.of(endedBefore, endsMeanwhile, endsLater, isKilledLater);
      for (JobId id : all) {
        assertThat(jobs.supervisor.find(id))
            .isInstanceOfSatisfying(
                LaunchTrace.Launched.class, trace -> assertThat(trace.process()).isPresent());
        jobs.supervisor.watch(id);
      }
      assertThat(jobs.listener.awaitExitCode(endedBefore)).isEqualTo(3);
      assertThat(jobs.listener.awaitExitCode(endsMeanwhile)).isEqualTo(4);
      assertThat(ProcessTable.alive(jobs.listener.awaitStart(endsLater))).isTrue();
      assertThat(jobs.listener.exit(endsLater)).isEmpty();
      Files.createFile(folder.resolve("go"));
      assertThat(jobs.listener.awaitExitCode(endsLater)).isEqualTo(5);
      jobs.signal(isKilledLater, Signal.KILL);
      assertThat(jobs.listener.awaitExitCode(isKilledLater)).isEqualTo(137);
      for (JobId id : List.of(endedBefore, endsMeanwhile)) {
        assertThat(jobs.listener.heardOf(id)).containsExactly("ended " + id);
      }
      for (JobId id : List.of(endsLater, isKilledLater)) {
        assertThat(jobs.listener.heardOf(id)).containsExactly("started " + id, "ended " + id);
      }
    }
  }

  @Test
  void textsArriveWhateverTheLaunchersLocaleIs() throws Exception {
    JobId id = Jobs.newId();
    Process life = launcherLife(Map.of("LC_ALL", "C"), List.of(id.value(), "printf %s \"$TEXT\""));
    killProcessGroup(life);

    try (Jobs jobs = new Jobs(form, folder)) {
      jobs.supervisor.watch(id);
      assertThat(jobs.listener.awaitExitCode(id)).isZero();
      assertThat(jobs.text(id)).isEqualTo("\u00e9\u65e5");
    }
  }

  @Test
  void signalsAreOrdinaryThoughTheLauncherIgnoresThem() throws Exception {
    JobId id = Jobs.newId();
    Process life =
        launcherLife(Map.of(), List.of(id.value(), "exec grep SigIgn /proc/self/status"), "nohup");
    killProcessGroup(life);

    try (Jobs jobs = new Jobs(form, folder)) {
      jobs.supervisor.watch(id);
      assertThat(jobs.listener.awaitExitCode(id)).isZero();
      assertThat(jobs.text(id).replace("0000000180000000", "0000000000000000"))
          .isEqualTo("SigIgn:\t0000000000000000\n");
    }
  }

  @Test
  void closingTouchesNoJobAndSaysNothingMore() throws IOException {
    JobId id;
    RecordingListener first;
    Jobs jobs = new Jobs(form, folder);
    try {
      first = jobs.listener;
      id = jobs.script(ENDS_ON_DEMAND + "6", folder.toString()).launch();
      jobs.listener.awaitStart(id);
    } finally {
      jobs.supervisor.close();
    }
    try (Jobs next = new Jobs(form, folder)) {
      next.supervisor.watch(id);
      next.supervisor.watch(id);
      Files.createFile(folder.resolve("go"));
      assertThat(next.listener.awaitExitCode(id)).isEqualTo(6);
      assertThat(next.listener.heardOf(id)).containsExactly("started " + id, "ended " + id);
      assertThat(first.heardOf(id)).containsExactly("started " + id);
      next.supervisor.forget(id);
      assertThat(next.supervisor.find(id)).isEqualTo(new LaunchTrace.NeverLaunched());
    }
  }

  @Test
  void aJobWhoseShimIsKilledEndsWithAnUnknownExitCode() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      JobId id = jobs.script(ENDS_ON_DEMAND + "7", folder.toString()).launch();
      ProcessIdentity process = jobs.listener.awaitStart(id);
      long shim = ProcessTable.find(process.pid()).orElseThrow().parent();
      assertThat(ProcessTable.commandLine(shim).orElseThrow()).contains(id.value());
      ProcessHandle.of(shim).orElseThrow().destroyForcibly();
      // Several liveness checks later the job, which lives, must not be taken for ended.
      await()
          .during(Duration.ofMillis(500))
          .until(() -> jobs.listener.exit(id).isEmpty() && ProcessTable.alive(process));
      Files.createFile(folder.resolve("go"));

      assertThat(jobs.listener.awaitExit(id).ending()).isEqualTo(new ExitRecord.Ending.Unseen());
    }
  }

  @Test
  void aJobOfAnEarlierLifeOfTheMachineIsLost() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      JobId id = Jobs.newId();
      writeRecord(id, "a-token", "another-boot", "started 1 5 1 5 .\n");
      assertThat(jobs.supervisor.find(id)).isInstanceOf(LaunchTrace.Launched.class);
      jobs.supervisor.watch(id);

      assertThat(jobs.listener.awaitLoss(id)).isEqualTo(LossReason.MACHINE_RESTARTED);
      jobs.signal(id, Signal.KILL);
      assertThat(jobs.supervisor.measure(List.of(id))).isEmpty();
    }
  }

  @Test
  void aLaunchThatWasCutShortIsKnownNotToHaveHappened() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      ProcessRequest request = jobs.request("true").build();
      JobId id = request.id();
      writeRecord(id, "a-token", Machine.ask().bootId(), "");

      assertThat(jobs.supervisor.find(id)).isEqualTo(new LaunchTrace.NeverLaunched());
      jobs.supervisor.launch(request);
      assertThat(jobs.listener.awaitExitCode(id)).isZero();
    }
  }

  @Test
  void aRecordThatMakesNoSenseProvesNothing() throws IOException {
    try (Jobs jobs = new Jobs(form, folder)) {
      JobId id = Jobs.newId();
      Files.writeString(folder.resolve("run/records/" + id), "scribble");
      assertThat(jobs.supervisor.find(id)).isInstanceOf(LaunchTrace.Unknown.class);
      jobs.supervisor.watch(id);

      assertThat(jobs.listener.awaitLoss(id)).isEqualTo(LossReason.RECORD_UNREADABLE);
    }
  }

  @Test
  void watchingAJobThatWasNeverLaunched() {
    try (Jobs jobs = new Jobs(form, folder)) {
      JobId id = Jobs.newId();
      assertThat(jobs.supervisor.find(id)).isEqualTo(new LaunchTrace.NeverLaunched());
      jobs.supervisor.watch(id);

      assertThat(jobs.listener.awaitLoss(id)).isEqualTo(LossReason.NEVER_STARTED);
    }
  }

  private void writeRecord(JobId id, String token, String bootId, String lines) throws IOException {
    String text = JobRecord.header(token, bootId) + lines;
    Files.writeString(
        folder.resolve("run/records/" + id), text + " ".repeat(JobRecord.SIZE - text.length()));
  }

  /** A launcher in a process group of its own, all of whose jobs run. */
  private Process launcherLife(
      Map<String, String> environment, List<String> idsAndScripts, String... prefix)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(List.of(prefix));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(LauncherLife.class.getName());
    command.add(form.name());
    command.add(folder.toString());
    command.addAll(idsAndScripts);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve("launcher.err").toFile());
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = output.readLine();
    assertThat(line).as(Files.readString(folder.resolve("launcher.err"), UTF_8)).isEqualTo("ready");
    return process;
  }

  private static void killProcessGroup(Process process) throws Exception {
    String group = "-" + process.pid();
    assertThat(new ProcessBuilder("kill", "-9", "--", group).start().waitFor()).isZero();
    assertThat(process.waitFor()).isEqualTo(137);
  }
}
