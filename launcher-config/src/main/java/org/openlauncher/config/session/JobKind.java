package org.openlauncher.config.session;

import java.util.Arrays;
import java.util.Optional;

/** What entries tell apart with {@code JobType}. */
public enum JobKind {
  /** An interactive session. */
  SESSION("session"),
  /** A script or command that runs by itself. */
  ADHOC("adhoc");

  private final String word;

  JobKind(String word) {
    this.word = word;
  }

  /** The name in files, requests and tags. */
  public String word() {
    return word;
  }

  /** Reads a name, without regard to case. */
  public static Optional<JobKind> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.word.equalsIgnoreCase(text)).findFirst();
  }
}
