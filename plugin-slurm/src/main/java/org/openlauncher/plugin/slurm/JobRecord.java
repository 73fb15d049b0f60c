package org.openlauncher.plugin.slurm;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A line of the record that a job writes on its node. */
sealed interface JobRecord {
  /** Slurm's number of the job that wrote it. */
  long number();

  /** How often that job had been put back into the queue. */
  int restarts();

  /** When it was written, by the node's clock. */
  Instant at();

  /**
   * The program runs.
   *
   * @param host the node
   */
  record Started(long number, int restarts, Instant at, String host) implements JobRecord {}

  /**
   * The program could not be run.
   *
   * @param what why
   * @param program the program, where it is about that
   */
  record Refused(long number, int restarts, Instant at, What what, String program)
      implements JobRecord {}

  /**
   * The program has ended.
   *
   * @param code its exit code; 128 + the signal where a signal ended it
   * @param asked whether Slurm had asked all processes of the job to end
   * @param memory whether the kernel ended one of them for want of memory
   */
  record Ended(long number, int restarts, Instant at, int code, boolean asked, boolean memory)
      implements JobRecord {}

  /**
   * The submission was repeated, and another job of Slurm's runs the program.
   *
   * @param holder that one's number; 0 where it is not known yet
   */
  record Yielded(long number, int restarts, Instant at, long holder) implements JobRecord {}

  /** What kept a program from being run. */
  enum What {
    DIRECTORY,
    OUTPUT,
    ERRORS,
    MISSING,
    DENIED,
    /** It had run before, and may not run again. */
    AGAIN
  }

  /** Reads a line; empty where it is not whole, or makes no sense. */
  static Optional<JobRecord> parse(String line) {
    if (!line.endsWith(" .")) {
      return Optional.empty();
    }
    String[] words = line.substring(0, line.length() - 2).split(" ", 6);
    try {
      if (words.length < 5) {
        return Optional.empty();
      }
      long number = Long.parseLong(words[1]);
      int restarts = Integer.parseInt(words[2]);
      Instant at = Instant.ofEpochSecond(Long.parseLong(words[3]));
      String rest = words.length == 6 ? words[5] : "";
      return switch (words[0]) {
        case "started" -> Optional.of(new Started(number, restarts, at, words[4]));
        case "yielded" -> Optional.of(new Yielded(number, restarts, at, Long.parseLong(words[4])));
        case "refused" ->
            Optional.of(
                new Refused(
                    number, restarts, at, What.valueOf(words[4].toUpperCase(Locale.ROOT)), rest));
        case "ended" ->
            rest.matches("[01] [01]")
                ? Optional.of(
                    new Ended(
                        number,
                        restarts,
                        at,
                        Integer.parseInt(words[4]),
                        rest.charAt(0) == '1',
                        rest.charAt(2) == '1'))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | DateTimeException senseless) {
      return Optional.empty();
    }
  }
}
