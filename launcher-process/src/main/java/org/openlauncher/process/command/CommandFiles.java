package org.openlauncher.process.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a command reads and writes.
 *
 * @param input its input
 * @param output its output
 * @param errors its error output
 */
record CommandFiles(Path input, Path output, Path errors) {
  /** Says where they are; makes none of them. */
  static CommandFiles make(Path folder) {
    String name = UUID.randomUUID().toString();
    return new CommandFiles(
        folder.resolve(name + ".in"), folder.resolve(name + ".out"), folder.resolve(name + ".err"));
  }

  long longest() {
    return Math.max(length(output), length(errors));
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException notThereYet) {
      return 0;
    }
  }

  CommandOutcome outcome(ShortCommand command, int exitCode) throws IOException {
    return CommandOutcome.of(exitCode, content(command, output), content(command, errors));
  }

  private static byte[] content(ShortCommand command, Path file) throws IOException {
    if (length(file) > command.outputLimit().bytes()) {
      throw CommandDeadline.tooMuch(command);
    }
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  void remove() {
    for (Path file : new Path[] {input, output, errors}) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException left) {
        // The next start of the runner empties the folder.
      }
    }
  }
}
