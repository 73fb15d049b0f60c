package org.openlauncher.container.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the first process of a container wrote down. A job that runs as root there, or as the
 * launcher's own user, could write there too, and then deceives its owner about itself; nothing
 * else depends on it.
 *
 * @param open whether that process has its files open, so that they can be closed to the job
 * @param started whether the job's program was started
 * @param ending how it ended; empty as long as it has not
 */
public record InitRecord(boolean open, boolean started, Optional<Ending> ending) {
  private static final int LONGEST = 4096;
  private static final Pattern EXIT = Pattern.compile("exit ([0-9]{1,3})");
  private static final Pattern SIGNAL = Pattern.compile("signal ([0-9]{1,3})");
  private static final Pattern FAILED = Pattern.compile("failed ([a-z]{1,16}) ([0-9]{1,4}) (.*)");

  /** Nothing was written. */
  public static final InitRecord NOTHING = new InitRecord(false, false, Optional.empty());

  /** How a job's program ended. */
  public sealed interface Ending {
    /**
     * By itself.
     *
     * @param code its exit code
     */
    record Exited(int code) implements Ending {}

    /**
     * By a signal.
     *
     * @param number the signal's number
     */
    record Signaled(int number) implements Ending {}

    /**
     * It was not started.
     *
     * @param step what could not be done
     * @param error the number of the system's error
     * @param reason the system's words for it
     */
    record NotStarted(String step, int error, String reason) implements Ending {}
  }

  /** Reads a record, as far as it was written. */
  public static InitRecord read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return NOTHING;
    }
    try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return parse(new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8));
    }
  }

  /** Reads a record from its text, as far as it was written. */
  public static InitRecord parse(String text) {
    boolean open = false;
    boolean started = false;
    List<String> complete = List.of(text.split("\n", -1));
    for (String line : complete.subList(0, complete.size() - 1)) {
      open = open || line.equals("open");
      started = started || line.equals("started");
      Optional<Ending> ending = ending(line);
      if (ending.isPresent()) {
        return new InitRecord(open, started, ending);
      }
    }
    return new InitRecord(open, started, Optional.empty());
  }

  private static Optional<Ending> ending(String line) {
    Matcher exit = EXIT.matcher(line);
    if (exit.matches()) {
      return Optional.of(new Ending.Exited(Integer.parseInt(exit.group(1))));
    }
    Matcher signal = SIGNAL.matcher(line);
    if (signal.matches()) {
      return Optional.of(new Ending.Signaled(Integer.parseInt(signal.group(1))));
    }
    Matcher failed = FAILED.matcher(line);
    return failed.matches()
        ? Optional.of(
            new Ending.NotStarted(
                failed.group(1), Integer.parseInt(failed.group(2)), failed.group(3)))
        : Optional.empty();
  }
}
