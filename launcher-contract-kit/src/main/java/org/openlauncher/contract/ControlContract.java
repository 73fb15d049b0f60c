package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/**
 * Each declared operation does to all processes of a job what its name says, in the states it is
 * made for, and is refused with {@code InvalidJobState} in the others.
 */
public abstract class ControlContract extends PluginContract {
  /** Shell text that writes on to a file for as long as it runs and the folder is there. */
  private String beat(String file) {
    return "while [ -d '"
        + folder()
        + "' ]; do echo beat >> "
        + quoted(file)
        + "; sleep 0.05; done";
  }

  @Test
  void suspendStopsAllProgressAndResumeGoesOn() throws IOException {
    requires(JobOperation.SUSPEND);
    requires(JobOperation.RESUME);
    StartedJob job = start("{ " + beat("child") + "; } & " + beat("parent"));
    job.awaitRunning();
    awaitGrowth("parent");
    awaitGrowth("child");

    job.control(JobOperation.SUSPEND);
    job.awaitState(JobState.SUSPENDED);
    awaitStandstill("parent");
    awaitStandstill("child");

    job.control(JobOperation.RESUME);
    job.awaitState(JobState.RUNNING);
    awaitGrowth("parent");
    awaitGrowth("child");
  }

  @Test
  void stopLetsTheJobEndInItsOwnWay() {
    requires(JobOperation.STOP);
    StartedJob job =
        start(
            "trap 'echo handled > "
                + quoted("handled")
                + "; exit 5' TERM; echo ready > "
                + quoted("ready")
                + "; "
                + waitAt("gate"));
    job.awaitRunning();
    awaitFile("ready");

    job.control(JobOperation.STOP);

    job.awaitFinished(5);
    assertThat(folder().resolve("handled")).exists();
  }

  @Test
  void stopEndsAJobThatDoesNothingAboutIt() {
    requires(JobOperation.STOP);
    StartedJob job = startAtGate("gate", 0);

    job.control(JobOperation.STOP);

    job.awaitEnding(underTest().afterStop());
  }

  @Test
  void killEndsTheWholeTreeOfAJobThatIgnoresStop() throws IOException {
    requires(JobOperation.KILL);
    String grandchild = "{ { " + beat("grandchild") + "; } & " + beat("child") + "; }";
    StartedJob job = start("trap '' TERM; set -m; " + grandchild + " & " + beat("parent"));
    job.awaitRunning();
    for (String file : new String[] {"parent", "child", "grandchild"}) {
      awaitGrowth(file);
    }
    if (cluster().cluster().capabilities().operations().contains(JobOperation.STOP)) {
      job.control(JobOperation.STOP);
      awaitGrowth("parent");
      awaitGrowth("grandchild");
    }

    job.control(JobOperation.KILL);

    job.awaitEnding(underTest().afterKill());
    for (String file : new String[] {"parent", "child", "grandchild"}) {
      awaitStandstill(file);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STOP", "KILL"})
  void aSuspendedJobCanBeEnded(JobOperation operation) {
    requires(JobOperation.SUSPEND);
    requires(operation);
    StartedJob job = startAtGate("gate", 0);
    job.control(JobOperation.SUSPEND);
    job.awaitState(JobState.SUSPENDED);

    job.control(operation);

    job.awaitEnding(
        operation == JobOperation.KILL ? underTest().afterKill() : underTest().afterStop());
  }

  @Test
  void aPendingJobCanBeCanceled() {
    requires(JobOperation.CANCEL);
    Optional<JobSpecification.Builder> pending = underTest().pendingJob();
    assumeTrue(pending.isPresent(), "the plugin's tests can't bring about a pending job");
    StartedJob job = start(pending.orElseThrow());
    job.awaitState(JobState.PENDING);

    job.control(JobOperation.CANCEL);

    assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPEND", "RESUME", "STOP", "KILL", "CANCEL"})
  void nothingCanBeDoneToAnEndedJob(JobOperation operation) {
    requires(operation);
    StartedJob job = start("exit 0");
    job.awaitFinished(0);

    assertRefused(job, operation);
    job.awaitFinished(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"RESUME", "CANCEL"})
  void someThingsCanNotBeDoneToARunningJob(JobOperation operation) throws IOException {
    requires(operation);
    StartedJob job = startAtGate("gate", 6);

    assertRefused(job, operation);

    openGate("gate");
    job.awaitFinished(6);
  }

  @Test
  void aSuspendedJobCanNotBeSuspendedAgain() throws IOException {
    requires(JobOperation.SUSPEND);
    requires(JobOperation.RESUME);
    StartedJob job = startAtGate("gate", 6);
    job.control(JobOperation.SUSPEND);
    job.awaitState(JobState.SUSPENDED);

    assertRefused(job, JobOperation.SUSPEND);

    job.control(JobOperation.RESUME);
    openGate("gate");
    job.awaitFinished(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPEND", "RESUME", "STOP", "KILL", "CANCEL"})
  void aJobThatTheClusterDoesNotKnowIsRefused(JobOperation operation) {
    requires(operation);
    StartedJob known = start("exit 0");
    known.awaitFinished(0);
    LaunchedJob unknown =
        new LaunchedJob(
            TestJobIds.next(),
            new JobHandle(known.launch().handle().version(), "no-such-job"),
            known.request().specification(),
            known.remembered().lastStatus());

    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> cluster().cluster().control(unknown, operation));
    assertThatNoException().isThrownBy(() -> start("exit 1").awaitFinished(1));
  }

  private static void assertRefused(StartedJob job, JobOperation operation) {
    assertThatExceptionOfType(LauncherException.class)
        .isThrownBy(() -> job.control(operation))
        .extracting(LauncherException::code)
        .isEqualTo(ErrorCode.INVALID_JOB_STATE);
  }
}
