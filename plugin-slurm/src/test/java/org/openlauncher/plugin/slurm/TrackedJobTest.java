package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Observation;

/** A job of which the scheduler knows sooner, or later, than its own record is read. */
final class TrackedJobTest {
  private static final long FAILED = 3147;
  private static final Duration LATER = Duration.ofSeconds(6);

  private final ToldOfJobs sink = new ToldOfJobs();
  private final List<Observation> observations = sink.observations();
  private final TrackedJob job =
      SampleJob.of("01m8nppxqs36m3nvj6hc9wqwe8", FAILED, Path.of("/home/alice/slurm-data"), sink);

  private void schedulerSaysThatItFailed() {
    SchedulerJob failed =
        Objects.requireNonNull(SchedulerAnswers.queue(RecordedAnswers.of("squeue")).get(FAILED));
    job.seen(failed, System.nanoTime());
  }

  private static long later() {
    return System.nanoTime() + LATER.toNanos();
  }

  @Test
  void aRecordThatIsReadLateHasItsSayAllTheSame() {
    schedulerSaysThatItFailed();
    job.settle();
    assertThat(observations).isEmpty();

    job.record("started 3147 0 1796025628 n1 .");
    job.record("ended 3147 0 1796025628 7 0 0 .");

    assertThat(job.state()).isEqualTo(JobState.FINISHED);
    assertThat(observations.get(observations.size() - 1))
        .isInstanceOfSatisfying(
            Observation.Known.class, end -> assertThat(end.status().exitCode()).contains(7));
  }

  @Test
  void aRecordThatWasReadAfterTheEndAndSaysNothingIsWaitedForNoLonger() {
    schedulerSaysThatItFailed();
    job.recordRead(System.nanoTime());
    job.settle();
    assertThat(observations).isEmpty();

    job.recordRead(later());
    job.settle();

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(observations)
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Known.class,
            end -> assertThat(end.status().code()).contains(StatusCode.LAUNCH_FAILED));
  }

  @Test
  void aJobThatSlurmForgotIsGoneOnlyWhenItsRecordWasRead() {
    job.missing();
    job.gone("Slurm does not know it.");
    assertThat(observations).isEmpty();

    job.recordRead(later());
    job.gone("Slurm does not know it.");

    assertThat(observations).singleElement().isInstanceOf(Observation.Absent.class);
  }
}
