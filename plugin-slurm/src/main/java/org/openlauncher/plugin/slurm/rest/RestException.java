package org.openlauncher.plugin.slurm.rest;

import org.jspecify.annotations.Nullable;

/** A request to slurmrestd that came to nothing. */
public final class RestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int UNKNOWN_JOB = 2017;
  private static final int UNSPECIFIED = -1;
  private static final int NOTHING_FOUND = 9003;

  private final Kind kind;
  private final int number;
  private final String words;

  /** What is known of the request. */
  public enum Kind {
    /** It certainly never reached Slurm. */
    NOT_SENT,
    /** Slurm, or slurmrestd, refuses it. */
    REFUSED,
    /** There is no such path in this server's API. */
    NO_SUCH_PATH,
    /** It may have been carried out: no answer came that makes sense. */
    UNCLEAR
  }

  RestException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.number = 0;
    this.words = message;
  }

  /**
   * @param number Slurm's number of the error; 0 where it gave none
   * @param words Slurm's own
   */
  RestException(int number, String words, String message) {
    super(message);
    this.kind = Kind.REFUSED;
    this.number = number;
    this.words = words;
  }

  /** Slurm's own words, where it has any; else what happened. */
  public String words() {
    return words;
  }

  /** What is known of the request. */
  public Kind kind() {
    return kind;
  }

  /** Whether Slurm has no job of the number that was asked for. */
  public boolean unknownJob() {
    return number == UNKNOWN_JOB;
  }

  /** Whether Slurm says no more than that something went wrong. */
  public boolean unspecified() {
    return number == UNSPECIFIED;
  }

  /** Whether the accounting has nothing of what was asked for. */
  public boolean nothingFound() {
    return number == NOTHING_FOUND;
  }

  /** What happened, for an administrator. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
