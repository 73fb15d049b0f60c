package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/** What becomes of Slurm's own words. */
final class RecordedStatesTest {
  private final Map<Long, SchedulerJob> queue =
      SchedulerAnswers.queue(RecordedAnswers.of("squeue"));
  private final Map<Long, SchedulerJob> accounting =
      SchedulerAnswers.accounting(RecordedAnswers.of("sacct"));
  private final StatusTranslation translation = new StatusTranslation(() -> false, true);

  private static SchedulerJob job(Map<Long, SchedulerJob> jobs, long number) {
    return Objects.requireNonNull(jobs.get(number), () -> "job " + number);
  }

  private JobStatus ended(SchedulerJob job) {
    return translation.ended(job, Optional.empty(), job.host().isPresent(), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "3146, FINISHED, EXITED, 0",
    "3147, FINISHED, EXITED, 7",
    "3148, KILLED, SIGNALED, 137",
    "3149, KILLED, SIGNALED, 143",
    "3150, KILLED, TIME_LIMIT, 143",
    "3151, KILLED, BY_REQUEST, 143",
    "3154, KILLED, BY_REQUEST, 143",
    "3158, KILLED, OUT_OF_MEMORY, 253",
    "3160, CANCELED, TIME_LIMIT, ",
    "3136, CANCELED, BY_REQUEST, "
  })
  void anEndInTheQueue(long number, JobState state, StatusCode code, Integer exitCode) {
    assertEnd(job(queue, number), state, code, exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "3146, FINISHED, EXITED, 0",
    "3147, FINISHED, EXITED, 7",
    "3148, KILLED, SIGNALED, 137",
    "3149, KILLED, SIGNALED, 143",
    "3150, KILLED, TIME_LIMIT, ",
    "3151, KILLED, BY_REQUEST, ",
    "3158, KILLED, OUT_OF_MEMORY, ",
    "3160, CANCELED, TIME_LIMIT, "
  })
  void anEndInTheAccounting(long number, JobState state, StatusCode code, Integer exitCode) {
    assertEnd(job(accounting, number), state, code, exitCode);
  }

  private void assertEnd(SchedulerJob job, JobState state, StatusCode code, Integer exitCode) {
    JobStatus status = ended(job);

    assertThat(status.state()).isEqualTo(state);
    assertThat(status.code()).contains(code);
    if (code != StatusCode.OUT_OF_MEMORY) {
      assertThat(status.exitCode()).isEqualTo(Optional.ofNullable(exitCode));
    }
  }

  @Test
  void whoCanceledItIsKnownToTheAccounting() {
    assertThat(ended(job(accounting, 3151)).message()).contains("by user 0.");
    assertThat(ended(job(accounting, 3154)).message()).contains("by user 1001.");
    assertThat(ended(job(queue, 3151)).message()).isEqualTo("The job was canceled in Slurm.");
  }

  @ParameterizedTest
  @CsvSource({
    "3152, HELD, JobHeldUser",
    "3159, HELD, BeginTime",
    "3153, UNSCHEDULABLE, PartitionDown",
    "3161, UNSCHEDULABLE, PartitionConfig"
  })
  void aJobThatWaits(long number, StatusCode code, String reason) {
    SchedulerJob job = job(queue, number);
    assertThat(job.state().kind()).isEqualTo(SlurmState.Kind.WAITING);

    JobStatus status = translation.pending(job);

    assertThat(status.state()).isEqualTo(JobState.PENDING);
    assertThat(status.code()).contains(code);
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.queue()).contains(job.partition());
  }

  @Test
  void aJobThatWasPutBackSaysSo() {
    SchedulerJob job = job(queue, 3163);
    assertThat(job.restarts()).isEqualTo(1);
    assertThat(job.submitted()).isEqualTo(Instant.ofEpochSecond(1_796_025_647));
  }

  @Test
  void partsOfArraysAndOfHeterogeneousJobsAreNobodys() {
    assertThat(queue).doesNotContainKeys(3155L, 3156L);
    assertThat(RecordedAnswers.of("squeue")).contains("3155_1|", "3156+0|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Warning: this cluster will be down on Monday",
        "3146|1001|COMPLETED|0|0|n1|main|1796025628",
        "3146|1001|FORGOTTEN|0|0|n1|main|1796025628|1796025628|None|",
        "3146|alice|COMPLETED|0|0|n1|main|1796025628|1796025628|None|"
      })
  void aLineThatMakesNoSenseSpoilsTheAnswer(String line) {
    assertThatThrownBy(() -> SchedulerAnswers.queue(RecordedAnswers.of("squeue") + line + "\n"))
        .isInstanceOf(LauncherException.class)
        .hasMessageContaining("Slurm's squeue answers what makes no sense: \"" + line);
  }

  @ParameterizedTest
  @EnumSource(SlurmState.class)
  void everyEndOfSlurmsIsAnEndOfTheJob(SlurmState state) {
    SchedulerJob recorded = job(queue, 3147);
    SchedulerJob job =
        new SchedulerJob(
            recorded.id(),
            recorded.uid(),
            recorded.name(),
            state,
            Optional.empty(),
            recorded.exitCode(),
            recorded.signal(),
            0,
            recorded.host(),
            recorded.partition(),
            recorded.submitted(),
            recorded.ended(),
            recorded.reason());
    if (state.kind() == SlurmState.Kind.ENDED) {
      assertThat(ended(job).state().terminal()).isTrue();
      assertThat(ended(job).code()).isPresent();
    } else {
      assertThatThrownBy(() -> ended(job)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
