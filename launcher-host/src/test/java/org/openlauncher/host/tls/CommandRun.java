package org.openlauncher.host.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param status its exit status
 * @param output what it wrote, to both of its outputs
 */
public record CommandRun(int status, String output) {
  private static final long PATIENCE_SECONDS = 60;

  /** Whether the machine has a program. */
  public static boolean has(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }

  /** Runs a program whose standard input is empty. */
  public static CommandRun of(List<String> command) {
    return of(command, "");
  }

  /** Runs a program that reads a text. */
  public static CommandRun of(List<String> command, String input) {
    try {
      Path inputFile = Files.writeString(Files.createTempFile("input", ".txt"), input);
      Path outputFile = Files.createTempFile("output", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(inputFile.toFile())
              .redirectOutput(outputFile.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String output = new String(Files.readAllBytes(outputFile), StandardCharsets.ISO_8859_1);
      Files.delete(inputFile);
      Files.delete(outputFile);
      if (!ended) {
        throw new IllegalStateException(command + " did not end; it wrote: " + output);
      }
      return new CommandRun(process.exitValue(), output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The output of a program that must succeed. */
  static String require(String... command) {
    CommandRun run = of(List.of(command));
    if (run.status != 0) {
      throw new IllegalStateException(List.of(command) + ": " + run);
    }
    return run.output;
  }
}
