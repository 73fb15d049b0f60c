package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.process.testing.LauncherForm;

@ParameterizedClass
@EnumSource(names = {"SHELL", "SPAWNER"})
final class LocalControlTest {
  @TempDir Path folder;
  private LocalJobs jobs;

  private final LauncherForm form;

  LocalControlTest(LauncherForm form) {
    this.form = form;
  }

  @BeforeEach
  void open() {
    jobs = new LocalJobs(form, folder);
  }

  @AfterEach
  void close() {
    jobs.close();
  }

  private LaunchedJob sleeper() {
    LaunchedJob job = jobs.script("echo up; exec sleep 1000");
    jobs.await(job, JobState.RUNNING);
    LocalJobs.awaitTrue(() -> jobs.text(job, OutputType.STDOUT).equals("up\n"));
    return job;
  }

  @Test
  void suspendsAndResumes() throws IOException {
    LaunchedJob job = sleeper();
    long pid = jobs.await(job, JobState.RUNNING).pid().orElseThrow();
    assertThat(jobs.cluster.control(job, JobOperation.SUSPEND).complete()).isTrue();
    assertThat(jobs.await(job, JobState.SUSPENDED).pid()).contains(pid);
    assertThat(processState(pid)).isEqualTo("T");
    assertThat(jobs.cluster.control(job, JobOperation.RESUME).complete()).isTrue();
    assertThat(jobs.await(job, JobState.RUNNING).pid()).contains(pid);
    LocalJobs.awaitTrue(() -> !processState(pid).equals("T"));
  }

  private static String processState(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return line.substring(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3);
  }

  @Test
  void stopsASuspendedJob() {
    LaunchedJob job = sleeper();
    jobs.cluster.control(job, JobOperation.SUSPEND);
    assertThat(jobs.cluster.control(job, JobOperation.STOP).complete()).isFalse();
    JobStatus end = jobs.awaitEnd(job);
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.exitCode()).contains(143);
    assertThat(end.message()).isEqualTo("Ended by signal 15 (SIGTERM).");
  }

  @Test
  void aJobThatEndsItselfOnSigtermHasFinished() {
    LaunchedJob job = jobs.script("trap 'exit 3' TERM; echo up; while :; do sleep 0.05; done");
    LocalJobs.awaitTrue(() -> jobs.text(job, OutputType.STDOUT).equals("up\n"));
    jobs.cluster.control(job, JobOperation.STOP);
    JobStatus end = jobs.awaitEnd(job);
    assertThat(end.state()).isEqualTo(JobState.FINISHED);
    assertThat(end.exitCode()).contains(3);
  }

  @Test
  void killsAllOfIt() {
    LaunchedJob job = jobs.script("sleep 1000 & echo $!; trap '' TERM; wait; sleep 1000");
    LocalJobs.awaitTrue(() -> jobs.text(job, OutputType.STDOUT).endsWith("\n"));
    long child = Long.parseLong(jobs.text(job, OutputType.STDOUT).strip());
    jobs.cluster.control(job, JobOperation.KILL);
    assertThat(hasEnded(child)).isTrue();
    JobStatus end = jobs.awaitEnd(job);
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.exitCode()).contains(137);
  }

  /** How long what has ended stays in the table is up to the machine's first process. */
  private static boolean hasEnded(long pid) {
    try {
      return Set.of("Z", "X").contains(processState(pid));
    } catch (IOException gone) {
      return true;
    }
  }

  @Test
  void anEndedJobTakesNoOperation() {
    LaunchedJob job = jobs.script("true");
    jobs.awaitEnd(job);
    for (JobOperation operation : jobs.cluster.capabilities().operations()) {
      assertThatThrownBy(() -> jobs.cluster.control(job, operation))
          .isInstanceOfSatisfying(
              LauncherException.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_JOB_STATE));
    }
    assertThat(jobs.cluster.resourceUse(job)).isEmpty();
  }

  @Test
  void jobsAreTakenOverAsTheyStand() {
    LaunchedJob running = sleeper();
    LaunchedJob suspended = sleeper();
    LaunchedJob ended = jobs.script("exit 4");
    jobs.cluster.control(suspended, JobOperation.SUSPEND);
    jobs.awaitEnd(ended);
    try (LocalJobs later = new LocalJobs(form, folder)) {
      later.cluster.attach(List.of(running, suspended, ended));
      assertThat(later.await(running, JobState.RUNNING).pid())
          .isEqualTo(jobs.await(running, JobState.RUNNING).pid());
      later.await(suspended, JobState.SUSPENDED);
      assertThat(later.awaitEnd(ended).exitCode()).contains(4);
      later.cluster.attach(List.of(suspended));
      assertThat(later.context.sink.states(suspended.id()))
          .containsExactly(JobState.SUSPENDED, JobState.SUSPENDED);
      later.cluster.control(suspended, JobOperation.KILL);
      assertThat(later.awaitEnd(suspended).state()).isEqualTo(JobState.KILLED);
      assertThat(jobs.awaitEnd(suspended).state()).isEqualTo(JobState.KILLED);
    }
    assertThat(jobs.context.sink.states(running.id())).containsExactly(JobState.RUNNING);
  }

  @Test
  void aJobWithoutARecordIsAbsent() {
    LaunchedJob job = jobs.script("true");
    jobs.awaitEnd(job);
    jobs.cluster.forget(job);
    LaunchedJob remembered =
        new LaunchedJob(
            job.id(), job.handle(), job.specification(), JobStatus.of(JobState.RUNNING));
    try (LocalJobs later = new LocalJobs(form, folder)) {
      later.cluster.attach(List.of(remembered));
      LocalJobs.awaitTrue(() -> !later.context.sink.of(job.id()).isEmpty());
      assertThat(later.context.sink.of(job.id()))
          .singleElement()
          .isInstanceOf(Observation.Absent.class);
    }
  }

  @Test
  void withoutTheProcessThatWaitsTheExitCodeIsUnknown() {
    Path go = folder.resolve("go");
    LaunchedJob job =
        jobs.submit(
            builder ->
                builder
                    .command("until [ -e \"$GO\" ]; do sleep 0.05; done")
                    .environment(List.of(new EnvironmentVariable("GO", go.toString()))));
    long pid = jobs.await(job, JobState.RUNNING).pid().orElseThrow();
    ProcessHandle shim = ProcessHandle.of(pid).orElseThrow().parent().orElseThrow();
    assertThat(shim.destroyForcibly()).isTrue();
    LocalJobs.awaitTrue(() -> !shim.isAlive());
    assertThat(jobs.context.sink.states(job.id())).containsExactly(JobState.RUNNING);
    jobs.cluster.control(job, JobOperation.KILL);
    JobStatus end = jobs.awaitEnd(job);
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.EXIT_UNKNOWN);
    assertThat(end.exitCode()).isEmpty();
    assertThat(end.message()).isNotEmpty();
  }

  @Test
  void closingTouchesNoJobAndEndsTheNews() {
    LocalJobs first = new LocalJobs(form, folder.resolve("other"));
    LaunchedJob job = first.script("exec sleep 1000");
    long pid = first.await(job, JobState.RUNNING).pid().orElseThrow();
    first.cluster.close();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isPresent();
    try (LocalJobs second = new LocalJobs(form, folder.resolve("other"))) {
      second.cluster.attach(List.of(job));
      second.await(job, JobState.RUNNING);
      second.cluster.control(job, JobOperation.KILL);
      second.awaitEnd(job);
    }
    assertThat(first.context.sink.states(job.id())).containsExactly(JobState.RUNNING);
    first.context.executor().shutdownNow();
  }
}
