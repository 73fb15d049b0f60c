package org.openlauncher.process.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.process.ProcessUser;

/**
 * A command that ends soon.
 *
 * @param user whom it runs as; {@link ProcessUser.Self} is possible for every launcher, since only
 *     programs of the machine's administrator are to be named, never a user's
 * @param command the program, absolute or looked for on the PATH of {@code environment}, and its
 *     arguments, which everybody on the machine can see
 * @param environment all of its environment
 * @param workingDirectory where it starts; absolute
 * @param standardInput what it reads; empty for nothing
 * @param timeLimit after which it is killed
 * @param outputLimit how much it may write to each of its two outputs, at most 2 GB
 */
public record ShortCommand(
    ProcessUser user,
    List<String> command,
    Map<String, String> environment,
    Path workingDirectory,
    Optional<String> standardInput,
    Duration timeLimit,
    DataSize outputLimit) {
  /** Takes copies, and refuses a command without a program. */
  public ShortCommand {
    Objects.requireNonNull(user);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(standardInput);
    Objects.requireNonNull(timeLimit);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command must name a program");
    }
    if (!workingDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "the working directory must be absolute, is " + workingDirectory);
    }
    if (outputLimit.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the output of a short command is not that long");
    }
  }

  /** The program alone; the input could be a secret. */
  @Override
  public String toString() {
    return "ShortCommand[" + command.get(0) + "]";
  }
}
