package org.openlauncher.process.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ExitRecord.Ending;
import org.openlauncher.process.ExitRecord.ExceededLimit;

final class StatusTranslationTest {
  private final StatusTranslation translation = new StatusTranslation("here");

  private JobStatus ended(Ending ending, Optional<ExceededLimit> exceeded) {
    return translation.ended(
        new ExitRecord(ending, exceeded, Optional.empty(), Optional.empty(), Instant.EPOCH), false);
  }

  private void assertEnd(Ending ending, JobState state, StatusCode code, int exitCode, String why) {
    assertEnd(ended(ending, Optional.empty()), state, code, exitCode, why);
  }

  private static void assertEnd(
      JobStatus end, JobState state, StatusCode code, int exitCode, String why) {
    assertThat(end)
        .isEqualTo(JobStatus.of(state).because(code, why).withExitCode(exitCode).onHost("here"));
  }

  @Test
  void whatIsCertainIsNotGuessed() {
    assertEnd(new Ending.Exited(0), JobState.FINISHED, StatusCode.EXITED, 0, "");
    assertEnd(new Ending.Exited(143), JobState.FINISHED, StatusCode.EXITED, 143, "");
    assertEnd(
        new Ending.Signaled(15),
        JobState.KILLED,
        StatusCode.SIGNALED,
        143,
        "Ended by signal 15 (SIGTERM).");
    assertEnd(
        new Ending.Signaled(40), JobState.KILLED, StatusCode.SIGNALED, 168, "Ended by signal 40.");
  }

  @Test
  void whatAShellSawIsGuessedWhereItIsLikely() {
    assertEnd(
        new Ending.ExitedOrSignaled(143),
        JobState.KILLED,
        StatusCode.SIGNALED,
        143,
        "Ended by signal 15 (SIGTERM).");
    assertEnd(new Ending.ExitedOrSignaled(168), JobState.FINISHED, StatusCode.EXITED, 168, "");
    assertEnd(new Ending.ExitedOrSignaled(7), JobState.FINISHED, StatusCode.EXITED, 7, "");
  }

  @Test
  void aLimitThatEndedAJobIsTold() {
    assertEnd(
        ended(new Ending.Signaled(9), Optional.of(ExceededLimit.MEMORY)),
        JobState.KILLED,
        StatusCode.OUT_OF_MEMORY,
        137,
        "The job was ended: it used more memory than it may.");
    // The shell that the job consists of saw its child be ended.
    assertEnd(
        ended(new Ending.Exited(137), Optional.of(ExceededLimit.MEMORY)),
        JobState.KILLED,
        StatusCode.OUT_OF_MEMORY,
        137,
        "The job was ended: it used more memory than it may.");
    assertEnd(
        ended(new Ending.Signaled(24), Optional.of(ExceededLimit.PROCESSOR_TIME)),
        JobState.KILLED,
        StatusCode.TIME_LIMIT,
        152,
        "The job was ended: it used up its processor time.");
  }

  @Test
  void anEndThatNobodySawHasNoExitCode() {
    JobStatus end = translation.ended(ExitRecord.unseen(Instant.EPOCH), true);

    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code()).contains(StatusCode.EXIT_UNKNOWN);
    assertThat(end.exitCode()).isEmpty();
  }
}
