package org.openlauncher.process.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.files.PrivateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs short commands as users of the machine and hands back all that they wrote. Commands of other
 * users go the way of jobs, through what root started; they are held to their time and to the
 * length of their output. Safe from any thread; what the commands do is lost when the launcher
 * dies, other than with a job.
 */
public final class CommandRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private final Path folder;
  private final DirectCommands direct;
  private final RecordedCommands recorded;

  private CommandRunner(Path folder, DirectCommands direct, RecordedCommands recorded) {
    this.folder = folder;
    this.direct = direct;
    this.recorded = recorded;
  }

  /**
   * Makes a runner.
   *
   * @param processes starts the commands of other users
   * @param folder for runners alone, of which each makes a folder of its own there. What one left
   *     behind that could not close is removed after a day
   * @throws LauncherException where the folder can't be used
   */
  public static CommandRunner open(ProcessLauncher processes, Path folder) {
    PrivateFolder all = PrivateFolder.open(folder.toAbsolutePath());
    try {
      removeOld(all.path());
      Path own = all.folder(UUID.randomUUID().toString()).path();
      return new CommandRunner(own, new DirectCommands(own), RecordedCommands.open(processes, own));
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't use the folder " + folder + ": " + failure.getMessage(),
          failure);
    }
  }

  private static void removeOld(Path all) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        if (Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
          removeTree(folder);
        }
      }
    }
  }

  private static void removeTree(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException left) {
      // A command that was let go of may write there still: the next one removes it.
      LOG.debug("{} can't be removed", root, left);
    }
  }

  /**
   * Runs a command to its end. Waits for it.
   *
   * @throws LauncherException with {@code Timeout} where it took too long and was killed, {@code
   *     PayloadTooLarge} where it wrote too much and was killed, {@code ClusterUnavailable} where
   *     nothing can be started at the moment or the runner is closed
   * @throws org.openlauncher.api.error.LaunchFailedException where it could not be started
   */
  public CommandOutcome run(ShortCommand command) {
    return command.user() instanceof ProcessUser.Self ? direct.run(command) : recorded.run(command);
  }

  /** Lets go of the commands that still run: whoever waits for one is told so. */
  @Override
  public void close() {
    direct.close();
    recorded.close();
    removeTree(folder);
  }
}
