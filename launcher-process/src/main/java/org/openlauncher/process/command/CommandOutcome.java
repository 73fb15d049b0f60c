package org.openlauncher.process.command;

import java.nio.charset.StandardCharsets;

/**
 * How a short command ended.
 *
 * @param exitCode its exit code; 128 + the signal where a signal ended it
 * @param standardOutput what it wrote, as UTF-8; bytes that are none are replaced
 * @param standardError the same of its error output
 */
public record CommandOutcome(int exitCode, String standardOutput, String standardError) {
  static CommandOutcome of(int exitCode, byte[] standardOutput, byte[] standardError) {
    return new CommandOutcome(
        exitCode,
        new String(standardOutput, StandardCharsets.UTF_8),
        new String(standardError, StandardCharsets.UTF_8));
  }

  /** Whether it ended with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }
}
