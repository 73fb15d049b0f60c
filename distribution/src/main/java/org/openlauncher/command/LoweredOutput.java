package org.openlauncher.command;

import java.util.ArrayList;
import java.util.List;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;
import org.openlauncher.daemon.LoweredCommand;

/**
 * Tells the start script, which alone can replace this process, what to become: on the first line
 * the file for standard input, then one argument a line.
 */
final class LoweredOutput {
  private LoweredOutput() {}

  static int print(LoweredCommand command) throws StartupException {
    List<String> lines = new ArrayList<>();
    lines.add(command.standardInput().toString());
    lines.addAll(command.arguments());
    if (lines.stream().anyMatch(line -> line.contains("\n"))) {
      throw new StartupException(
          ExitStatus.USAGE, "a folder or variable holds a line break, which a path here must not");
    }
    lines.forEach(System.out::println);
    return ExitStatus.LOWER.number();
  }
}
