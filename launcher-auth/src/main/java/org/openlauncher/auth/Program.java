package org.openlauncher.auth;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Runs one of the machine's programs for its answer. No shell is involved. */
final class Program {
  /** A user can be in 65,536 groups. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final String name;
  private final List<Path> folders;

  /**
   * @param name the program's name
   * @param folders where it may be; PATH is not asked
   */
  Program(String name, List<Path> folders) {
    this.name = name;
    this.folders = List.copyOf(folders);
  }

  /**
   * What a program answered.
   *
   * @param status its exit status
   * @param output what it wrote to its standard output
   */
  record Answer(int status, String output) {}

  /** Runs the program; throws {@link LauncherException} where it gives no answer in time. */
  Answer run(Deadline deadline, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(List.of(arguments));
    Process process = start(command);
    try {
      return answer(process, deadline);
    } catch (TimeoutException late) {
      throw new LauncherException(
          ErrorCode.TIMEOUT,
          "the machine's user database did not answer within "
              + deadline.length().toSeconds()
              + " s ("
              + name
              + ")");
    } catch (ExecutionException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the answer of " + name + " can't be read", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the look-up in the machine's user database was interrupted", stopped);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Answer answer(Process process, Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    // A thread of its own: nothing else gets a caller out of a read that hangs.
    FutureTask<byte[]> reading = new FutureTask<>(() -> read(process));
    Thread reader = new Thread(reading, name + " reader");
    reader.setDaemon(true);
    reader.start();
    byte[] output = reading.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    if (!process.waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    return new Answer(process.exitValue(), new String(output, StandardCharsets.UTF_8));
  }

  private static byte[] read(Process process) throws IOException {
    try (InputStream stream = process.getInputStream()) {
      byte[] output = stream.readNBytes(MOST_BYTES + 1);
      if (output.length > MOST_BYTES) {
        throw new IOException("expected at most " + MOST_BYTES + " bytes, found more");
      }
      return output;
    }
  }

  private Process start(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .directory(new File("/"));
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new LauncherException(ErrorCode.UNKNOWN, name + " can't be started", failure);
    }
  }

  private Path executable() {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.UNKNOWN,
                    "expected the program "
                        + name
                        + " in "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + ", found none"));
  }

  /** A moment that several programs together must keep to. */
  record Deadline(Duration length, long endNanos) {
    static Deadline in(Duration length) {
      return new Deadline(length, System.nanoTime() + length.toNanos());
    }

    Duration remaining() {
      return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }
  }
}
