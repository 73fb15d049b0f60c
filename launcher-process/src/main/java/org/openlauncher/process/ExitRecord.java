package org.openlauncher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a job's program ended.
 *
 * @param exitCode its exit code, 128 + the signal where a signal ended it; empty where the end was
 *     seen, but not the exit code
 * @param userTime processor time that the job spent in programs; empty where it is not known
 * @param systemTime processor time that the job spent in the kernel; empty where it is not known
 * @param at when it ended, or was seen to have ended
 */
public record ExitRecord(
    Optional<Integer> exitCode,
    Optional<Duration> userTime,
    Optional<Duration> systemTime,
    Instant at) {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** Refuses null. */
  public ExitRecord {
    Objects.requireNonNull(exitCode);
    Objects.requireNonNull(userTime);
    Objects.requireNonNull(systemTime);
    Objects.requireNonNull(at);
  }

  /**
   * The number of the signal that probably ended the program. A program that ends itself with such
   * an exit code ({@code exit 143}) can't be told from one that the signal ended.
   */
  public Optional<Integer> probableSignal() {
    return exitCode
        .map(code -> code - SIGNAL_BASE)
        .filter(signal -> signal >= 1 && signal <= LAST_SIGNAL);
  }
}
