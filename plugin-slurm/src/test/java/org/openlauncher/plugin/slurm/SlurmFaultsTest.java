package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/**
 * What goes wrong between the launcher and Slurm. The cluster is real; its programs are called
 * through fakes in a folder of the test's, which pass everything on until a file there tells them
 * to fail in one of the ways that real ones have.
 */
final class SlurmFaultsTest extends PluginContract {
  private static final Duration HEALTH = Duration.ofSeconds(60);
  private static final List<String> PROGRAMS =
      List.of("sbatch", "squeue", "scancel", "scontrol", "sinfo", "sacct", "sacctmgr");

  private Path programs = Path.of("/");

  SlurmFaultsTest() {
    RealSlurm.ACCOUNTING.require();
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    programs = Files.createDirectory(folder.resolve("programs"));
    for (String program : PROGRAMS) {
      write(
          program,
          "#!/bin/sh\nfault="
              + programs
              + "/"
              + program
              + ".fault\n[ ! -e $fault ] || . $fault\nexec /usr/bin/"
              + program
              + " \"$@\"\n");
    }
    Map<String, String> options = new HashMap<>();
    options.put("slurm-bin-path", programs.toString());
    options.put("allow-requeue", "1");
    return SlurmUnderTest.of(RealSlurm.ACCOUNTING, RealSlurm.form(), folder).with(options);
  }

  private void write(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void heal(String program) throws IOException {
    Files.delete(programs.resolve(program + ".fault"));
  }

  private static void slurm(String... command) throws IOException, InterruptedException {
    assertThat(run(command)).as(String.join(" ", command)).isZero();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SLURM_CONF", RealSlurm.ACCOUNTING.place().orElseThrow());
    return builder.start().waitFor();
  }

  private static String number(StartedJob job) {
    return Long.toString(SlurmHandle.of(job.launch().handle()).orElseThrow().number());
  }

  private void awaitHealth(ClusterHealth.Level level, String message) {
    await("health " + level)
        .atMost(HEALTH)
        .untilAsserted(
            () -> {
              List<ClusterHealth> healths = cluster().observations().healths();
              ClusterHealth latest = healths.get(healths.size() - 1);
              assertThat(latest.level()).isEqualTo(level);
              assertThat(latest.message()).contains(message);
            });
  }

  @Test
  void aJobWhoseAnswerGotLostIsAdoptedAndRunsOnce() throws IOException {
    write(
        "sbatch.fault",
        "/usr/bin/sbatch \"$@\" >/dev/null\n"
            + "echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv"
            + " operation' >&2\nexit 1\n");

    StartedJob job = start("echo ran >> " + quoted("trace") + "; exit 3");

    job.awaitFinished(3);
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
    assertThat(cluster().cluster().find(job.request())).isEqualTo(new Search.Found(job.launch()));
  }

  @Test
  void aJobThatNeverArrivedCanBeSubmittedAgain() throws IOException {
    write(
        "sbatch.fault",
        "echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv"
            + " operation' >&2\nexit 1\n");
    LaunchRequest request = cluster().request(underTest().command("exit 3"));
    assertThatThrownBy(() -> cluster().cluster().submit(request))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE))
        .hasMessageContaining("Socket timed out");
    assertThat(cluster().cluster().find(request)).isInstanceOf(Search.Absent.class);

    heal("sbatch");

    cluster().start(request).awaitFinished(3);
  }

  @Test
  void ofTwoSubmissionsOfOneJobOneRuns() throws IOException {
    // The first answer is that of the second submission, as after a repetition by somebody else.
    write(
        "sbatch.fault",
        "cat >$0.script\n/usr/bin/sbatch \"$@\" <$0.script >/dev/null\nexec /usr/bin/sbatch \"$@\""
            + " <$0.script\n");

    StartedJob job = start("echo ran >> " + quoted("trace") + "; sleep 2; exit 3");

    job.awaitFinished(3);
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
  }

  @Test
  void anAnswerThatMakesNoSenseChangesNoJob() throws IOException {
    StartedJob job = startAtGate("gate", 7);
    write("squeue.fault", "echo 'Warning: this cluster will be down on Monday'\nexit 0\n");
    awaitHealth(ClusterHealth.Level.YELLOW, "makes no sense");
    assertThat(job.latestState()).isEqualTo(JobState.RUNNING);

    openGate("gate");
    job.awaitFinished(7);

    heal("squeue");
    awaitHealth(ClusterHealth.Level.GREEN, "");
  }

  @Test
  void aSchedulerThatDoesNotAnswerChangesNoJob() throws IOException {
    StartedJob job = startAtGate("gate", 7);
    write(
        "squeue.fault",
        "echo 'slurm_load_jobs error: Unable to contact slurm controller (connect failure)'"
            + " >&2\nexit 1\n");
    awaitHealth(ClusterHealth.Level.YELLOW, "Unable to contact slurm controller");
    assertThat(job.latestState()).isEqualTo(JobState.RUNNING);

    heal("squeue");
    awaitHealth(ClusterHealth.Level.GREEN, "");
    openGate("gate");
    job.awaitFinished(7);
  }

  @Test
  void whatASchedulerTellsLateIsOfferedFromThenOn() throws IOException {
    write(
        "scontrol.fault",
        "echo 'slurm_load_ctl_conf error: Unable to contact slurm controller (connect failure)'"
            + " >&2\nexit 1\n");
    upgrade();
    assertThat(cluster().cluster().capabilities().operations())
        .contains(JobOperation.STOP)
        .doesNotContain(JobOperation.SUSPEND);
    assertThat(limits()).contains("gpus").doesNotContain("gpus-fake");

    heal("scontrol");

    awaitHealth(ClusterHealth.Level.GREEN, "");
    assertThat(cluster().cluster().capabilities().operations()).contains(JobOperation.SUSPEND);
    assertThat(limits()).contains("gpus-fake");
    assertThat(cluster().cluster().capabilities().enforcedLimits()).contains("gpus-fake");
  }

  private List<String> limits() {
    return cluster().cluster().info(underTest().owner()).resourceLimits().stream()
        .map(ClusterInfo.LimitOffer::type)
        .toList();
  }

  @Test
  void aJobThatIsCanceledInSlurmTellsSo() throws IOException, InterruptedException {
    StartedJob job = startAtGate("gate", 7);

    slurm("scancel", number(job));

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.BY_REQUEST);
    assertThat(end.message()).contains("canceled in Slurm");
  }

  @Test
  void aJobThatIsPutBackIntoTheQueueRunsAgainToItsEnd() throws IOException, InterruptedException {
    StartedJob job = start("echo ran >> " + quoted("trace") + "; " + waitAt("gate") + "; exit 5");
    job.awaitRunning();
    awaitFile("trace");

    slurm("scontrol", "requeue", number(job));

    await("the second run")
        .atMost(underTest().patience().end().plusMinutes(2))
        .until(
            () -> {
              // Slurm would let two minutes pass first.
              run("scontrol", "update", "JobId=" + number(job), "StartTime=now");
              return Files.readAllLines(folder().resolve("trace")).size() == 2;
            });
    openGate("gate");
    job.awaitFinished(5);
  }

  @Test
  void aProcessThatTheKernelEndedForItsMemoryIsTold() throws IOException {
    assumeControlGroups();
    StartedJob job =
        start(
            underTest()
                .command("head -c 200000000 /dev/zero | tail -c 200000000 >/dev/null; exit 0")
                .resourceLimits(List.of(new ResourceLimit(ResourceLimit.MEMORY, "50"))));

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.OUT_OF_MEMORY);
  }

  private static void assumeControlGroups() throws IOException {
    Path file = Path.of(RealSlurm.ACCOUNTING.place().orElseThrow());
    assumeTrue(
        Files.readString(file).contains("TaskPlugin=task/cgroup"),
        "this machine has no control groups for Slurm");
  }

  @Test
  void aLimitThatIsNoneIsRefusedByName() {
    assertThatThrownBy(
            () ->
                cluster()
                    .cluster()
                    .validate(
                        underTest().command("exit 0").queues(List.of("no-such-queue")).build(),
                        underTest().owner()))
        .hasMessageContaining("$.job.queues[0]")
        .hasMessageContaining("no-such-queue");
    assertThat(Optional.of(cluster().cluster().info(underTest().owner()).queues()).get())
        .contains("main", "gpu")
        .doesNotContain("closed");
  }
}
