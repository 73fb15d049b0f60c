package org.openlauncher.process.supervise;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ProcessIdentity;

/**
 * What a record file says of a job. The launcher makes the file at its full size, so that a full
 * disk can't keep the shim from writing; the shim writes lines into it, of which each that tells
 * something ends with a full stop, so that half a line is recognised. The shell's shim writes the
 * shell's {@code times} before the end, the spawner's a line {@code usage}.
 *
 * @param token names the launch; the shim does nothing when it finds another one
 * @param bootId the life of the machine in which it was launched
 * @param start the job's process, and its shim
 * @param refused what the shim could not do; counts more than a start
 * @param exit how it ended
 */
public record JobRecord(
    String token,
    String bootId,
    Optional<Start> start,
    Optional<Refused> refused,
    Optional<Exit> exit) {
  /** Bytes of a record file. */
  static final int SIZE = 512;

  private static final String HEADER = "1";
  private static final Pattern STARTED =
      Pattern.compile("started ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18}) ([0-9]{1,18}) \\.");
  private static final Pattern REFUSED = Pattern.compile("refused ([a-z-]+)(?: ([0-9]{1,5}))? \\.");
  private static final Pattern REASON = Pattern.compile("reason ([a-z-]+) \\.");
  private static final Pattern ENDED = Pattern.compile("ended ([0-9]{1,9}) \\.");
  private static final Pattern KILLED = Pattern.compile("killed ([0-9]{1,3}) \\.");
  private static final Pattern USAGE =
      Pattern.compile("usage ([0-9]{1,18}) ([0-9]{1,18}) [0-9]{1,18} \\.");
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
  public record Start(ProcessIdentity process, ProcessIdentity shim) {}

  /**
   * What the shim could not do.
   *
   * @param refusal what
   * @param errorNumber the kernel's error number; 0 where there is none
   */
  record Refused(Refusal refusal, int errorNumber) {}

  /**
   * The end as the shim saw it.
   *
   * @param ending the exit code or the signal
   * @param exceeded the limit for which it was ended
   * @param userTime of all processes that were waited for
   * @param systemTime of all processes that were waited for
   */
  record Exit(
      ExitRecord.Ending ending,
      Optional<ExitRecord.ExceededLimit> exceeded,
      Optional<Duration> userTime,
      Optional<Duration> systemTime) {
    ExitRecord at(Instant instant) {
      return new ExitRecord(ending, exceeded, userTime, systemTime, instant);
    }
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
    Optional<Start> start = first(lines, "started ", STARTED).map(line -> start(line, bootId));
    Optional<Exit> exit = exit(lines);
    Optional<Refused> refused = first(lines, "refused ", REFUSED).map(JobRecord::refused);
    if (start.isEmpty() && exit.isPresent() && refused.isEmpty()) {
      refused = Optional.of(new Refused(Refusal.OTHER, 0));
    }
    return Optional.of(new JobRecord(header[1], bootId, start, refused, exit));
  }

  /**
   * The first line that is whole. Each job's record is read several times: most lines fail early.
   */
  private static Optional<Matcher> first(List<String> lines, String word, Pattern pattern) {
    for (String line : lines) {
      if (line.startsWith(word)) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
          return Optional.of(matcher);
        }
      }
    }
    return Optional.empty();
  }

  private static Start start(Matcher line, String bootId) {
    return new Start(
        new ProcessIdentity(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), bootId),
        new ProcessIdentity(Long.parseLong(line.group(3)), Long.parseLong(line.group(4)), bootId));
  }

  private static Refused refused(Matcher line) {
    int errorNumber = line.group(2) == null ? 0 : Integer.parseInt(line.group(2));
    return new Refused(Refusal.of(line.group(1)), errorNumber);
  }

  private static Optional<Exit> exit(List<String> lines) {
    Optional<Matcher> usage = first(lines, "usage ", USAGE);
    Optional<Integer> code =
        first(lines, "ended ", ENDED).map(line -> Integer.parseInt(line.group(1)));
    Optional<Integer> signal =
        first(lines, "killed ", KILLED).map(line -> Integer.parseInt(line.group(1)));
    if (usage.isEmpty() && code.isPresent()) {
      return Optional.of(exitOfShell(code.get(), lines));
    }
    Optional<ExitRecord.Ending> ending =
        signal
            .<ExitRecord.Ending>map(ExitRecord.Ending.Signaled::new)
            .or(() -> code.map(ExitRecord.Ending.Exited::new));
    return ending.map(
        end ->
            new Exit(
                end,
                first(lines, "reason ", REASON).flatMap(line -> exceeded(line.group(1))),
                usage.map(told -> micros(told.group(1))),
                usage.map(told -> micros(told.group(2)))));
  }

  private static Optional<ExitRecord.ExceededLimit> exceeded(String reason) {
    return switch (reason) {
      case "out-of-memory" -> Optional.of(ExitRecord.ExceededLimit.MEMORY);
      case "processor-time" -> Optional.of(ExitRecord.ExceededLimit.PROCESSOR_TIME);
      default -> Optional.empty();
    };
  }

  private static Duration micros(String number) {
    return Duration.of(Long.parseLong(number), ChronoUnit.MICROS);
  }

  /** The shell's {@code times} tells its own times first, then those of what it waited for. */
  private static Exit exitOfShell(int code, List<String> lines) {
    List<Matcher> times =
        lines.stream().map(TIMES::matcher).filter(Matcher::matches).limit(2).toList();
    Optional<Matcher> children = times.size() == 2 ? Optional.of(times.get(1)) : Optional.empty();
    return new Exit(
        new ExitRecord.Ending.ExitedOrSignaled(code),
        Optional.empty(),
        children.map(told -> duration(told.group(1), told.group(2))),
        children.map(told -> duration(told.group(3), told.group(4))));
  }

  private static Duration duration(String minutes, String seconds) {
    return Duration.ofSeconds(Long.parseLong(minutes) * SECONDS_PER_MINUTE)
        .plusNanos((long) (Double.parseDouble(seconds) * NANOS_PER_SECOND));
  }
}
