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

  /** Refuses an exit code for a job that has not ended. */
  public JobStatus {
    Objects.requireNonNull(state);
    Objects.requireNonNull(message);
    Objects.requireNonNull(reason);
    if (exitCode.isPresent() && !state.terminal()) {
      throw new IllegalArgumentException("a job that is " + state.wireName() + " has no exit code");
    }
  }

  /** A status with nothing but its state. */
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

  /** The same with a code and a message. */
  public JobStatus because(StatusCode newCode, String newMessage) {
    return new JobStatus(
        state, Optional.of(newCode), newMessage, reason, exitCode, pid, host, queue);
  }

  /** The same with the back-end's own words. */
  public JobStatus withReason(String newReason) {
    return new JobStatus(state, code, message, newReason, exitCode, pid, host, queue);
  }

  /** The same with an exit code. */
  public JobStatus withExitCode(int newExitCode) {
    return new JobStatus(state, code, message, reason, Optional.of(newExitCode), pid, host, queue);
  }

  /** The same with where it runs. */
  public JobStatus runningAt(String newHost, long newPid) {
    return new JobStatus(
        state, code, message, reason, exitCode, Optional.of(newPid), Optional.of(newHost), queue);
  }

  /** The same with the machine. */
  public JobStatus onHost(String newHost) {
    return new JobStatus(state, code, message, reason, exitCode, pid, Optional.of(newHost), queue);
  }

  /** The same with the queue. */
  public JobStatus inQueue(String newQueue) {
    return new JobStatus(state, code, message, reason, exitCode, pid, host, Optional.of(newQueue));
  }
}
