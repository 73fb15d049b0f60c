package org.openlauncher.api.job;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The launcher's name for a job: 26 characters of the digits and small letters, beginning with the
 * time of submission, so that ids sort by it. It fits unchanged into a URL, a file name, a Slurm
 * comment, a Kubernetes object name and a Docker label. Only the launcher makes one.
 *
 * @param value the 26 characters
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-hjkmnp-tv-z]{26}");

  /** Refuses a text that is not of an id's form. */
  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  /** Reads an id from outside; empty where the text can't be one. */
  public static Optional<JobId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
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
