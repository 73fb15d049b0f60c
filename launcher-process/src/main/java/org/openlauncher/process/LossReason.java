package org.openlauncher.process;

/** Why nothing can be told of a job. */
public enum LossReason {
  /** The machine was started anew since; the job can't have survived that. */
  MACHINE_RESTARTED("The machine was restarted while the job ran."),
  /** It is certain that the job's program never ran; it may be launched again. */
  NEVER_STARTED("The job was never started."),
  /** The job's record can't be read or makes no sense. */
  RECORD_UNREADABLE("The record of the job's process can't be read.");

  private final String message;

  LossReason(String message) {
    this.message = message;
  }

  /** The reason in a sentence, for the job's owner. */
  public String message() {
    return message;
  }
}
