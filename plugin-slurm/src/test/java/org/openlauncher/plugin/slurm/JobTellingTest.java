package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Observation;

final class JobTellingTest {
  private static final JobStatus RUNNING = JobStatus.of(JobState.RUNNING);

  private final Instant submitted = Instant.now().minus(Duration.ofMinutes(5));
  private final ToldOfJobs sink = new ToldOfJobs();
  private final List<Observation> observations = sink.observations();

  private JobTelling telling(JobState before) {
    return new JobTelling(
        JobId.parse("01m8nppxqs36m3nvj6hc9wqwe8").orElseThrow(), submitted, before, sink);
  }

  @Test
  void aNodeWhoseClockIsWrongChangesNoOrder() {
    JobTelling telling = telling(JobState.PENDING);
    telling.known(RUNNING, submitted.minus(Duration.ofDays(400)));
    telling.known(
        JobStatus.of(JobState.FINISHED).withExitCode(0), Instant.now().plus(Duration.ofDays(400)));

    assertThat(observations.get(0).at()).isEqualTo(submitted);
    assertThat(observations.get(1).at()).isBetween(submitted, Instant.now());
  }

  @Test
  void nothingIsToldTwiceUnlessItMustBe() {
    JobTelling telling = telling(JobState.PENDING);
    telling.known(RUNNING, Instant.now());
    telling.known(RUNNING, Instant.now());
    assertThat(observations).hasSize(1);

    telling.unknown("it does not answer");
    telling.known(RUNNING, Instant.now());
    telling.again();
    telling.known(RUNNING, Instant.now());
    assertThat(observations).hasSize(4);
  }

  @Test
  void whoKnowsTheEndHearsNothingOfWhatWasBefore() {
    JobTelling telling = telling(JobState.FINISHED);
    telling.known(RUNNING, Instant.now());
    assertThat(observations).isEmpty();
    assertThat(telling.state()).isEqualTo(JobState.PENDING);

    telling.known(JobStatus.of(JobState.FINISHED).withExitCode(3), Instant.now());
    assertThat(observations).hasSize(1);
  }
}
