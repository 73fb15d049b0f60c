package org.openlauncher.api.job;

import java.util.Optional;

/**
 * The launcher's name for a job: 26 characters of the digits and small letters, beginning with the
 * time of submission, so that ids sort by it. It fits unchanged into a URL, a file name, a Slurm
 * comment, a Kubernetes object name and a Docker label. Only the launcher makes one.
 *
 * @param value the 26 characters
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final int LENGTH = 26;
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

  /**
   * Refuses a text that is not of an id's form.
   *
   * @param value the 26 characters
   */
  public JobId {
    if (!isId(value)) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  /**
   * Reads an id from outside; empty where the text can't be one.
   *
   * @param text any text
   * @return the id; empty where the text is none
   */
  public static Optional<JobId> parse(String text) {
    return isId(text) ? Optional.of(new JobId(text)) : Optional.empty();
  }

  /** Every request and every event asks: a regular expression would take longer than the rest. */
  private static boolean isId(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int index = 0; index < LENGTH; index++) {
      if (DIGITS.indexOf(text.charAt(index)) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
