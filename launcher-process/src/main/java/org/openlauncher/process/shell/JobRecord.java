package org.openlauncher.process.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ProcessIdentity;

/**
 * What a record file says of a job. The launcher makes the file at its full size, so that a full
 * disk can't keep the shim from writing; the shim writes lines into it, of which each that tells
 * something ends with a full stop, so that half a line is recognised.
 *
 * @param token names the launch; the shim does nothing when it finds another one
 * @param bootId the life of the machine in which it was launched
 * @param start the job's process, and its shim
 * @param refusal what the shim could not do
 * @param exit how it ended
 */
record JobRecord(
    String token,
    String bootId,
    Optional<Start> start,
    Optional<Refusal> refusal,
    Optional<Exit> exit) {
  /** Bytes of a record file. */
  static final int SIZE = 512;

  private static final String HEADER = "1";
  private static final Pattern STARTED =
      Pattern.compile("started ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18}) \\.");
  private static final Pattern REFUSED = Pattern.compile("refused ([a-z]+) \\.");
  private static final Pattern ENDED = Pattern.compile("ended ([0-9]{1,9}) \\.");
  private static final Pattern TIMES =
      Pattern.compile("([0-9]{1,12})m([0-9.]{1,12})s ([0-9]{1,12})m([0-9.]{1,12})s");
  private static final int SECONDS_PER_MINUTE = 60;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * The job and its shim.
   *
   * @param process the job's program
   * @param shim the shim that waits for it
   */
  record Start(ProcessIdentity process, ProcessIdentity shim) {}

  /**
   * The end as the shim saw it.
   *
   * @param code the exit code
   * @param userTime of all processes that were waited for
   * @param systemTime of all processes that were waited for
   */
  record Exit(int code, Optional<Duration> userTime, Optional<Duration> systemTime) {
    ExitRecord at(Instant instant) {
      return new ExitRecord(Optional.of(code), userTime, systemTime, instant);
    }
  }

  /** What a shim can fail at. */
  enum Refusal {
    DIRECTORY,
    INPUT,
    OUTPUT,
    ERRORS,
    OTHER
  }

  /** The first line of a record. */
  static String header(String token, String bootId) {
    return HEADER + " " + token + " " + bootId + "\n";
  }

  /** Reads a record; empty where it is none. */
  static Optional<JobRecord> parse(String text) {
    List<String> lines = text.lines().toList();
    String[] header = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    if (header.length != 3 || !header[0].equals(HEADER)) {
      return Optional.empty();
    }
    String bootId = header[2];
    Optional<Start> start = first(lines, STARTED).map(line -> start(line, bootId));
    Optional<Exit> exit = first(lines, ENDED).map(line -> exit(line, lines));
    Optional<Refusal> refusal = first(lines, REFUSED).map(line -> refusal(line.group(1)));
    if (start.isEmpty() && exit.isPresent() && refusal.isEmpty()) {
      refusal = Optional.of(Refusal.OTHER);
    }
    return Optional.of(new JobRecord(header[1], bootId, start, refusal, exit));
  }

  private static Optional<Matcher> first(List<String> lines, Pattern pattern) {
    return lines.stream().map(pattern::matcher).filter(Matcher::matches).findFirst();
  }

  private static Start start(Matcher line, String bootId) {
    return new Start(
        new ProcessIdentity(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), bootId),
        new ProcessIdentity(Long.parseLong(line.group(3)), Long.parseLong(line.group(4)), bootId));
  }

  private static Refusal refusal(String word) {
    return switch (word) {
      case "directory" -> Refusal.DIRECTORY;
      case "input" -> Refusal.INPUT;
      case "output" -> Refusal.OUTPUT;
      case "errors" -> Refusal.ERRORS;
      default -> Refusal.OTHER;
    };
  }

  /** The shell's {@code times} tells its own times first, then those of what it waited for. */
  private static Exit exit(Matcher line, List<String> lines) {
    List<Matcher> times =
        lines.stream().map(TIMES::matcher).filter(Matcher::matches).limit(2).toList();
    Optional<Matcher> children = times.size() == 2 ? Optional.of(times.get(1)) : Optional.empty();
    return new Exit(
        Integer.parseInt(line.group(1)),
        children.map(told -> duration(told.group(1), told.group(2))),
        children.map(told -> duration(told.group(3), told.group(4))));
  }

  private static Duration duration(String minutes, String seconds) {
    return Duration.ofSeconds(Long.parseLong(minutes) * SECONDS_PER_MINUTE)
        .plusNanos((long) (Double.parseDouble(seconds) * NANOS_PER_SECOND));
  }
}
