package org.openlauncher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a job's program ended.
 *
 * @param ending by itself, by a signal, or nobody knows
 * @param exceeded the limit for which it was ended; empty where it was for none
 * @param userTime processor time that the job spent in programs; empty where it is not known
 * @param systemTime processor time that the job spent in the kernel; empty where it is not known
 * @param at when it ended, or was seen to have ended
 */
public record ExitRecord(
    Ending ending,
    Optional<ExceededLimit> exceeded,
    Optional<Duration> userTime,
    Optional<Duration> systemTime,
    Instant at) {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** Refuses null. */
  public ExitRecord {
    Objects.requireNonNull(ending);
    Objects.requireNonNull(exceeded);
    Objects.requireNonNull(userTime);
    Objects.requireNonNull(systemTime);
    Objects.requireNonNull(at);
  }

  /** An end that was noticed, but not seen. */
  public static ExitRecord unseen(Instant at) {
    return new ExitRecord(
        new Ending.Unseen(), Optional.empty(), Optional.empty(), Optional.empty(), at);
  }

  /** Limits for which a job is ended. */
  public enum ExceededLimit {
    /** Of processor time. */
    PROCESSOR_TIME,
    /** Of memory. */
    MEMORY
  }

  /** In which way a program ended. */
  public sealed interface Ending {
    /** The exit code, 128 + the signal where a signal ended it; empty where nobody saw it. */
    Optional<Integer> exitCode();

    /**
     * It exited by itself.
     *
     * @param code the exit code
     */
    record Exited(int code) implements Ending {
      @Override
      public Optional<Integer> exitCode() {
        return Optional.of(code);
      }
    }

    /**
     * A signal ended it.
     *
     * @param signal the signal's number
     */
    record Signaled(int signal) implements Ending {
      @Override
      public Optional<Integer> exitCode() {
        return Optional.of(SIGNAL_BASE + signal);
      }
    }

    /**
     * It ended in the one way or the other: the shell that waited for it knows only a code.
     *
     * @param code the code
     */
    record ExitedOrSignaled(int code) implements Ending {
      @Override
      public Optional<Integer> exitCode() {
        return Optional.of(code);
      }

      /**
       * The number of the signal that probably ended the program. A program that ends itself with
       * such an exit code ({@code exit 143}) can't be told from one that the signal ended.
       */
      public Optional<Integer> probableSignal() {
        int signal = code - SIGNAL_BASE;
        return signal >= 1 && signal <= LAST_SIGNAL ? Optional.of(signal) : Optional.empty();
      }
    }

    /** It was seen to have ended, but not how. */
    record Unseen() implements Ending {
      @Override
      public Optional<Integer> exitCode() {
        return Optional.empty();
      }
    }
  }
}
