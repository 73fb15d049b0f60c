package org.openlauncher.process.command;

import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** How long a command may still run, and whether it may at all. */
final class CommandDeadline {
  private final ShortCommand command;
  private final CommandFiles files;
  private final long end;

  CommandDeadline(ShortCommand command, CommandFiles files) {
    this.command = command;
    this.files = files;
    this.end = System.nanoTime() + command.timeLimit().toNanos();
  }

  /** At least 1. */
  long remainingMilliseconds() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  /** Refuses to wait on for a command that has had its time, or has written too much. */
  void check() {
    if (end - System.nanoTime() <= 0) {
      throw new LauncherException(
          ErrorCode.TIMEOUT,
          command.command().get(0)
              + " did not end within "
              + command.timeLimit().toSeconds()
              + " s and was killed");
    }
    if (files.longest() > command.outputLimit().bytes()) {
      throw tooMuch(command);
    }
  }

  static LauncherException tooMuch(ShortCommand command) {
    return new LauncherException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        command.command().get(0) + " wrote more than " + command.outputLimit().bytes() + " bytes");
  }

  static LauncherException interrupted(ShortCommand command) {
    return new LauncherException(
        ErrorCode.TIMEOUT, command.command().get(0) + " was not waited for any longer");
  }
}
