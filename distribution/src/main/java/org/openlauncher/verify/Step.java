package org.openlauncher.verify;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that was tried.
 *
 * @param name what, for people
 * @param outcome how it went
 * @param took how long it took
 * @param reason why it did not pass, or what there is to say; may be empty
 * @param remedy what to do about it: a command where there is one; may be empty
 */
public record Step(String name, Outcome outcome, Duration took, String reason, String remedy) {
  private static final double MILLISECONDS = 1000;

  /** How a step went. */
  public enum Outcome {
    /** As it should. */
    PASSED,
    /** Not as it should. */
    FAILED,
    /** A program that is no part of the launcher is not there. */
    MISSING,
    /** Not tried, since it is not wanted here. */
    SKIPPED
  }

  /** Whether the installation is good as far as this step tells. */
  public boolean good() {
    return outcome == Outcome.PASSED || outcome == Outcome.SKIPPED;
  }

  String seconds() {
    return String.format(Locale.ROOT, "%.2f", took.toMillis() / MILLISECONDS);
  }

  /** One line. */
  public String line() {
    String text = "%-7s %6s s  %s".formatted(outcome, seconds(), name);
    return text + (reason.isEmpty() ? "" : ": " + reason) + (remedy.isEmpty() ? "" : "; " + remedy);
  }
}
