package org.openlauncher.process.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.StatusCode;

/** Commands of the launcher's own user: its children. */
final class DirectCommands implements AutoCloseable {
  private static final File NOTHING = new File("/dev/null");
  private static final long LOOK_MILLISECONDS = 100;

  private final Path folder;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  DirectCommands(Path folder) {
    this.folder = folder;
  }

  CommandOutcome run(ShortCommand command) {
    if (closed) {
      throw closedNow();
    }
    CommandFiles files = CommandFiles.make(folder);
    try {
      if (command.standardInput().isPresent()) {
        Files.writeString(files.input(), command.standardInput().get(), StandardCharsets.UTF_8);
      }
      ProcessBuilder builder =
          new ProcessBuilder(command.command())
              .directory(command.workingDirectory().toFile())
              .redirectInput(command.standardInput().isPresent() ? files.input().toFile() : NOTHING)
              .redirectOutput(files.output().toFile())
              .redirectError(files.errors().toFile());
      builder.environment().clear();
      builder.environment().putAll(command.environment());
      return await(command, builder.start(), files);
    } catch (IOException failure) {
      throw new LaunchFailedException(
          StatusCode.LAUNCH_FAILED,
          command.command().get(0) + " could not be run: " + failure.getMessage());
    } finally {
      files.remove();
    }
  }

  private CommandOutcome await(ShortCommand command, Process process, CommandFiles files)
      throws IOException {
    running.add(process);
    try {
      CommandDeadline deadline = new CommandDeadline(command, files);
      while (!process.waitFor(
          Math.min(deadline.remainingMilliseconds(), LOOK_MILLISECONDS), TimeUnit.MILLISECONDS)) {
        if (closed) {
          throw closedNow();
        }
        deadline.check();
      }
      // Java says 128 + the signal itself.
      return files.outcome(command, process.exitValue());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw CommandDeadline.interrupted(command);
    } finally {
      running.remove(process);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static LauncherException closedNow() {
    return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "the cluster is being closed");
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
