package org.openlauncher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Observation;

/**
 * The statuses of a job: told without being asked for, in an order that the job model knows, with
 * plausible times, and final once the job has ended, however often it is told again.
 */
public abstract class LifecycleContract extends PluginContract {
  @Test
  void runningIsToldBeforeTheEnd() throws IOException {
    Instant before = Instant.now();
    StartedJob job = startAtGate("gate", 0);
    openGate("gate");
    job.awaitFinished(0);

    assertThat(cluster().observations().statuses(job.id()).stream().map(JobStatus::state))
        .containsSubsequence(JobState.RUNNING, JobState.FINISHED);
    // A back-end's clock may count in seconds only, and need not be this machine's.
    assertThat(cluster().observations().of(job.id()))
        .extracting(Observation::at)
        .allSatisfy(
            at -> assertThat(at).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5)));
  }

  @Test
  void aRunningJobTellsItsHost() throws IOException {
    StartedJob job = startAtGate("gate", 0);

    // A back-end may tell where a job runs after it has told that it does.
    await("the host of a running job")
        .atMost(underTest().patience().start())
        .untilAsserted(
            () ->
                assertThat(job.remembered().lastStatus().host())
                    .hasValueSatisfying(host -> assertThat(host).isNotBlank()));

    openGate("gate");
    job.awaitFinished(0);
  }

  @Test
  void anExitCodeOtherThanZeroIsNoFailedLaunch() {
    assertThat(start("exit 1").awaitEnd().state()).isEqualTo(JobState.FINISHED);
  }

  @Test
  void takingOverARunningJobAgainIsHarmless() throws IOException {
    StartedJob job = startAtGate("gate", 7);

    cluster().cluster().attach(List.of(job.remembered()));
    cluster().cluster().attach(List.of(job.remembered()));
    openGate("gate");

    job.awaitFinished(7);
  }

  @Test
  void anEndIsToldAgainAsItWas() {
    StartedJob job = start("exit 7");
    job.awaitFinished(7);
    int told = cluster().observations().of(job.id()).size();

    cluster().cluster().attach(List.of(job.remembered()));

    await("the end to be told again")
        .atMost(underTest().patience().end())
        .until(() -> cluster().observations().of(job.id()).size() > told);
    job.awaitFinished(7);
  }
}
