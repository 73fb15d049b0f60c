package org.openlauncher.api.job;

import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a job at one time: its state, why, and where it runs. A plugin makes one for
 * each observation; members that it does not know are empty and leave what was known before.
 *
 * @param state where the job stands
 * @param code why, for a machine
 * @param message why, in plain words for the job's owner; empty text where there is nothing to say
 * @param reason the back-end's own words, unchanged; empty text where there are none
 * @param exitCode the exit code of an ended job; 128 + the signal's number where a signal ended it
 * @param pid the process id on {@code host}
 * @param host the machine that runs or ran it
 * @param queue the queue that was used
 */
public record JobStatus(
    JobState state,
    Optional<StatusCode> code,
    String message,
    String reason,
    Optional<Integer> exitCode,
    Optional<Long> pid,
    Optional<String> host,
    Optional<String> queue) {

  /**
   * Refuses an exit code for a job that has not ended.
   *
   * @param state where the job stands
   * @param code why, for a machine
   * @param message why, in plain words for the job's owner; empty text where there is nothing to
   *     say
   * @param reason the back-end's own words, unchanged; empty text where there are none
   * @param exitCode the exit code of an ended job; 128 + the signal's number where a signal ended
   *     it
   * @param pid the process id on {@code host}
   * @param host the machine that runs or ran it
   * @param queue the queue that was used
   */
  public JobStatus {
    Objects.requireNonNull(state);
    Objects.requireNonNull(message);
    Objects.requireNonNull(reason);
    if (exitCode.isPresent() && !state.terminal()) {
      throw new IllegalArgumentException("a job that is " + state.wireName() + " has no exit code");
    }
  }

  /**
   * {@return a status with nothing but its state}
   *
   * @param state the state
   */
  public static JobStatus of(JobState state) {
    return new JobStatus(
        state,
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * {@return the same with a code and a message}
   *
   * @param newCode why, for a machine
   * @param newMessage why, for the job's owner
   */
  public JobStatus because(StatusCode newCode, String newMessage) {
    return new JobStatus(
        state, Optional.of(newCode), newMessage, reason, exitCode, pid, host, queue);
  }

  /**
   * {@return the same with the back-end's own words}
   *
   * @param newReason the back-end's own words
   */
  public JobStatus withReason(String newReason) {
    return new JobStatus(state, code, message, newReason, exitCode, pid, host, queue);
  }

  /**
   * {@return the same with an exit code}
   *
   * @param newExitCode the exit code; 128 + the signal where a signal ended the job
   */
  public JobStatus withExitCode(int newExitCode) {
    return new JobStatus(state, code, message, reason, Optional.of(newExitCode), pid, host, queue);
  }

  /**
   * {@return the same with where it runs}
   *
   * @param newHost the machine's name
   * @param newPid the process id on that machine
   */
  public JobStatus runningAt(String newHost, long newPid) {
    return new JobStatus(
        state, code, message, reason, exitCode, Optional.of(newPid), Optional.of(newHost), queue);
  }

  /**
   * {@return the same with the machine}
   *
   * @param newHost the machine's name
   */
  public JobStatus onHost(String newHost) {
    return new JobStatus(state, code, message, reason, exitCode, pid, Optional.of(newHost), queue);
  }

  /**
   * {@return the same with the queue}
   *
   * @param newQueue the queue that was used
   */
  public JobStatus inQueue(String newQueue) {
    return new JobStatus(state, code, message, reason, exitCode, pid, host, Optional.of(newQueue));
  }
}
