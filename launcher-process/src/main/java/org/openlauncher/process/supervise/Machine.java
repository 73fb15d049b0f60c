package org.openlauncher.process.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * Facts of this machine that don't change while it runs.
 *
 * @param bootId the name of this life of the machine
 * @param ticksPerSecond the unit of process times
 * @param pageSize bytes in a page of memory
 * @param argumentLimit bytes that the arguments and the environment of a process may take together
 */
record Machine(String bootId, long ticksPerSecond, long pageSize, long argumentLimit) {
  private static final String QUESTIONS = "getconf CLK_TCK; getconf PAGESIZE; getconf ARG_MAX";
  private static final long QUESTION_SECONDS = 10;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Asks the machine. */
  static Machine ask() {
    try {
      String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      List<Long> answers =
          answers().lines().filter(line -> line.matches("[0-9]{1,18}")).map(Long::valueOf).toList();
      if (answers.size() != 3) {
        throw new LauncherException(
            ErrorCode.UNKNOWN, "getconf does not tell CLK_TCK, PAGESIZE and ARG_MAX");
      }
      return new Machine(bootId, answers.get(0), answers.get(1), answers.get(2));
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't ask this machine about itself: " + failure.getMessage(),
          failure);
    }
  }

  private static String answers() throws IOException {
    Process process = new ProcessBuilder("/bin/sh", "-c", QUESTIONS).start();
    process.getOutputStream().close();
    try (var output = process.getInputStream();
        var errors = process.getErrorStream()) {
      String answers = new String(output.readAllBytes(), StandardCharsets.ISO_8859_1);
      errors.readAllBytes();
      if (!process.waitFor(QUESTION_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("getconf does not end");
      }
      return answers;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interruption);
    } finally {
      process.destroyForcibly();
    }
  }

  /** When something happened that is told in clock ticks since the machine's start. */
  Instant instantOf(long ticks) {
    return Instant.now().minus(uptime()).plus(durationOf(ticks));
  }

  /** Clock ticks since the machine's start, of a time in this life of the machine. */
  long ticksAt(Instant instant) {
    Duration since = Duration.between(Instant.now().minus(uptime()), instant);
    return (long) (since.toNanos() / NANOS_PER_SECOND * ticksPerSecond);
  }

  /** How long so many clock ticks are. */
  Duration durationOf(long ticks) {
    return Duration.ofNanos((long) (ticks * (NANOS_PER_SECOND / ticksPerSecond)));
  }

  private static Duration uptime() {
    try {
      String text = Files.readString(Path.of("/proc/uptime"));
      double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
      return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
