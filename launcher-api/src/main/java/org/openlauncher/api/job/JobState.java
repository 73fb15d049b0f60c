package org.openlauncher.api.job;

import java.util.Arrays;
import java.util.Optional;

/** Where a job stands. The last four are final: a job that reached one of them never leaves it. */
public enum JobState {
  /** Accepted, not started yet. */
  PENDING("Pending"),
  /** Executing. */
  RUNNING("Running"),
  /** Stopped while executing; may go on. */
  SUSPENDED("Suspended"),
  /** Ended by itself, whatever its exit code. */
  FINISHED("Finished"),
  /** Could not be started; never used for an exit code other than 0. */
  FAILED("Failed"),
  /** Ended by a signal or by the back-end while it ran. */
  KILLED("Killed"),
  /** Withdrawn before it ran. */
  CANCELED("Canceled");

  private final String wireName;

  JobState(String wireName) {
    this.wireName = wireName;
  }

  /** {@return the state's name on the wire} */
  public String wireName() {
    return wireName;
  }

  /** {@return whether a job in this state has ended for good} */
  public boolean terminal() {
    return switch (this) {
      case PENDING, RUNNING, SUSPENDED -> false;
      case FINISHED, FAILED, KILLED, CANCELED -> true;
    };
  }

  /**
   * Reads a state from outside, without regard to case.
   *
   * @param text the name on the wire
   * @return the state; empty where there is none of this name
   */
  public static Optional<JobState> parse(String text) {
    return Arrays.stream(values())
        .filter(state -> state.wireName.equalsIgnoreCase(text.strip()))
        .findFirst();
  }
}
