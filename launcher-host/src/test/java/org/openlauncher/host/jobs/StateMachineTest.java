package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

class StateMachineTest {
  @ParameterizedTest
  @CsvSource({
    "PENDING, RUNNING, RUNNING",
    "PENDING, FAILED, FAILED",
    "PENDING, CANCELED, CANCELED",
    "RUNNING, SUSPENDED, SUSPENDED",
    "RUNNING, FINISHED, FINISHED",
    "RUNNING, KILLED, KILLED",
    "SUSPENDED, RUNNING, RUNNING",
    "SUSPENDED, KILLED, KILLED",
    "RUNNING, FAILED, KILLED",
    "SUSPENDED, CANCELED, KILLED",
  })
  void legalEdgesAreTaken(JobState from, JobState observed, JobState to) {
    assertThat(StateMachine.step(JobStatus.of(from), JobStatus.of(observed), Optional.empty()))
        .extracting(JobStatus::state)
        .containsExactly(to);
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void aTerminalStateIsFinal(JobState observed) {
    JobStatus end = JobStatus.of(JobState.FINISHED).withExitCode(7);
    assertThat(StateMachine.step(end, JobStatus.of(observed), Optional.empty())).isEmpty();
  }

  @Test
  void aRunThatWasNotSeenIsPutIn() {
    JobStatus end = JobStatus.of(JobState.FINISHED).withExitCode(3).runningAt("node", 42);
    assertThat(StateMachine.step(JobStatus.of(JobState.PENDING), end, Optional.empty()))
        .containsExactly(JobStatus.of(JobState.RUNNING).runningAt("node", 42), end);
  }

  @Test
  void lateAndRepeatedObservationsComeToNothing() {
    JobStatus running = JobStatus.of(JobState.RUNNING).runningAt("node", 42);
    assertThat(StateMachine.step(running, running, Optional.empty())).isEmpty();
    assertThat(StateMachine.step(running, JobStatus.of(JobState.PENDING), Optional.empty()))
        .isEmpty();
  }

  @Test
  void anEndOnRequestSaysSo() {
    JobStatus killed =
        JobStatus.of(JobState.KILLED).because(StatusCode.SIGNALED, "signal 9").withExitCode(137);
    assertThat(
            StateMachine.step(
                JobStatus.of(JobState.RUNNING), killed, Optional.of(JobOperation.KILL)))
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.code()).contains(StatusCode.BY_REQUEST);
              assertThat(status.exitCode()).contains(137);
            });
  }

  @Test
  void anEndForAnotherReasonKeepsItsReason() {
    JobStatus killed = JobStatus.of(JobState.KILLED).because(StatusCode.OUT_OF_MEMORY, "too much");
    assertThat(
            StateMachine.step(
                JobStatus.of(JobState.RUNNING), killed, Optional.of(JobOperation.STOP)))
        .singleElement()
        .extracting(JobStatus::code)
        .isEqualTo(Optional.of(StatusCode.OUT_OF_MEMORY));
  }
}
