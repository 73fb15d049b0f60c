package org.openlauncher.api.job;

import java.util.Arrays;
import java.util.Optional;

/** What can be done to a job that has not ended. */
public enum JobOperation {
  /** Stops the execution for a time (SIGSTOP). Wants a running job. */
  SUSPEND("suspend"),
  /** Lets a suspended job go on (SIGCONT). */
  RESUME("resume"),
  /** Asks the job to end (SIGTERM). Wants a running or suspended job. */
  STOP("stop"),
  /** Ends the job at once (SIGKILL). Wants a running or suspended job. */
  KILL("kill"),
  /** Withdraws the job before it runs. Wants a pending job. */
  CANCEL("cancel");

  private final String wireName;

  JobOperation(String wireName) {
    this.wireName = wireName;
  }

  /** {@return the operation's name on the wire} */
  public String wireName() {
    return wireName;
  }

  /**
   * {@return whether the operation makes sense for a job in this state}
   *
   * @param state where the job stands
   */
  public boolean fits(JobState state) {
    return switch (this) {
      case SUSPEND -> state == JobState.RUNNING;
      case RESUME -> state == JobState.SUSPENDED;
      case STOP, KILL -> state == JobState.RUNNING || state == JobState.SUSPENDED;
      case CANCEL -> state == JobState.PENDING;
    };
  }

  /**
   * Reads an operation from outside; exact.
   *
   * @param text the name on the wire
   * @return the operation; empty where there is none of this name
   */
  public static Optional<JobOperation> parse(String text) {
    return Arrays.stream(values()).filter(operation -> operation.wireName.equals(text)).findFirst();
  }
}
