package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.job.StatusTranslation;

final class JobReporterTest {
  private static final JobId ID = new JobId("00000000000000000000000001");

  private final RecordingSink sink = new RecordingSink();
  private final JobReporter reporter = new JobReporter(sink, new StatusTranslation("node"));

  private JobStatus told() {
    return sink.await(ID, status -> true);
  }

  @Test
  void aRestartOfTheMachineKills() {
    reporter.expect(ID, JobState.RUNNING);
    reporter.lost(ID, LossReason.MACHINE_RESTARTED);
    assertThat(told())
        .isEqualTo(
            JobStatus.of(JobState.KILLED)
                .onHost("node")
                .because(StatusCode.NODE_FAIL, LossReason.MACHINE_RESTARTED.message()));
  }

  @Test
  void aJobThatNeverStartedHasFailed() {
    reporter.expect(ID, JobState.PENDING);
    reporter.lost(ID, LossReason.NEVER_STARTED);
    assertThat(told().state()).isEqualTo(JobState.FAILED);
    assertThat(told().code()).contains(StatusCode.LAUNCH_FAILED);
  }

  @Test
  void aFailedLaunchKeepsItsReason() {
    reporter.launchFailed(ID, new LaunchFailedException(StatusCode.OUTPUT_FILE, "The file."));
    assertThat(told().state()).isEqualTo(JobState.FAILED);
    assertThat(told().code()).contains(StatusCode.OUTPUT_FILE);
    assertThat(told().message()).isEqualTo("The file.");
  }

  @Test
  void aSpawnerThatIsGoneMakesTheClusterRedUntilItIsBack() {
    reporter.impeded("The spawner has ended.");
    reporter.unimpeded();
    assertThat(sink.healths())
        .containsExactly(
            new ClusterHealth(ClusterHealth.Level.RED, "The spawner has ended."),
            ClusterHealth.GREEN);
  }

  @Test
  void anUnreadableRecordSaysNothingOfTheJob() {
    reporter.expect(ID, JobState.RUNNING);
    reporter.lost(ID, LossReason.RECORD_UNREADABLE);
    assertThat(sink.of(ID)).singleElement().isInstanceOf(Observation.Unknown.class);
  }

  @Test
  void anEndThatNobodySawInFullIsNoKill() {
    reporter.ended(ID, ExitRecord.unseen(Instant.EPOCH));
    assertThat(told().state()).isEqualTo(JobState.FINISHED);
    assertThat(told().code()).contains(StatusCode.EXIT_UNKNOWN);
  }

  @Test
  void nothingIsToldOfASuspensionAfterTheEnd() {
    reporter.expect(ID, JobState.RUNNING);
    reporter.ended(
        ID,
        new ExitRecord(
            new ExitRecord.Ending.Exited(0),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH));
    reporter.suspended(ID, true);
    assertThat(sink.states(ID)).containsExactly(JobState.FINISHED);
  }
}
