package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.openlauncher.config.LauncherConfiguration;

/**
 * Where the launcher's log is. Its group may read it, for instance the machine's log readers.
 *
 * @param path the folder
 * @param name the log's name, without its ending
 */
public record LogFolder(Path path, String name) {
  /** The log of a launcher that serves by itself. */
  public static final String LAUNCHER = "rstudio-launcher";

  private static final String OPTION = "logging-dir";

  /**
   * The folder logging-dir, ready to be written. Who may not write the usual one has the log in
   * scratch-path; one that was asked for must do.
   */
  public static LogFolder prepare(LauncherConfiguration configuration) throws StartupException {
    return prepare(configuration, LAUNCHER);
  }

  /** The same for a log of that name. */
  static LogFolder prepare(LauncherConfiguration configuration, String name)
      throws StartupException {
    LogFolder asked = new LogFolder(configuration.server().loggingFolder(), name);
    try {
      asked.makeWritable();
      return asked;
    } catch (IOException problem) {
      if (isConfigured(configuration)) {
        throw new StartupException(
            ExitStatus.CANNOT_CREATE, OPTION + " " + asked.path + " cannot be written: " + problem);
      }
      return instead(new LogFolder(configuration.server().scratchFolder(), name));
    }
  }

  private static LogFolder instead(LogFolder scratch) throws StartupException {
    new ScratchFolder(scratch.path).create();
    try {
      scratch.makeWritable();
      return scratch;
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "log " + scratch.log() + " cannot be written: " + problem);
    }
  }

  private static boolean isConfigured(LauncherConfiguration configuration) {
    return configuration.values().stream()
        .filter(value -> value.cluster().isEmpty() && value.option().equals(OPTION))
        .anyMatch(value -> value.origin().isPresent());
  }

  /** Written by the launcher, and begun anew again and again. */
  public Path log() {
    return path.resolve(name + ".log");
  }

  /** What a background launcher writes to standard error: what comes before the log is open. */
  public Path standardError() {
    return path.resolve(name + ".stderr");
  }

  /** The library that writes the log would only drop what it can't write. */
  private void makeWritable() throws IOException {
    // The modes are set, since what creates takes away from them whatever the umask says.
    if (Files.notExists(path)) {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
    }
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    if (Files.notExists(log(), LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(log());
      Files.setPosixFilePermissions(log(), PosixFilePermissions.fromString("rw-r-----"));
    }
    Files.newByteChannel(log(), Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))
        .close();
  }
}
