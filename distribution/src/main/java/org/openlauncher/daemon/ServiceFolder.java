package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** A configured folder that root makes for the service account before it gives up root. */
record ServiceFolder(String option, Path path, String mode) {

  static ServiceFolder scratch(Path path) {
    return new ServiceFolder("scratch-path", path, "0700");
  }

  /** The account's group may read what is there. */
  static ServiceFolder logs(Path path) {
    return new ServiceFolder("logging-dir", path, "0750");
  }

  /**
   * Afterwards the folder is there and is the account's. Root's own folders are never given away.
   */
  void prepare(ServiceAccount account) throws StartupException {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        adopt(account);
      } else {
        refuseWeakness(account);
        createParents();
        Files.createDirectory(path);
        give(account);
      }
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, option + " " + path + " cannot be made: " + problem);
    }
  }

  /** The same, but for what the account can make itself: in a folder of its own. */
  void prepareUnlessOwn(ServiceAccount account) throws StartupException {
    try {
      Path nearest = path.getParent();
      while (nearest != null && Files.notExists(nearest, LinkOption.NOFOLLOW_LINKS)) {
        nearest = nearest.getParent();
      }
      boolean own =
          nearest != null
              && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)
              && FileStatus.of(nearest).isDirectory()
              && FileStatus.of(nearest).owner() == account.userId();
      if (!own) {
        prepare(account);
      }
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, option + " " + path + " cannot be looked at: " + problem);
    }
  }

  private void adopt(ServiceAccount account) throws IOException, StartupException {
    FileStatus status = FileStatus.of(path);
    if (status.isDirectory() && status.owner() == account.userId()) {
      return;
    }
    if (status.isDirectory() && status.owner() == 0 && isEmpty()) {
      refuseWeakness(account);
      give(account);
      return;
    }
    throw new StartupException(
        ExitStatus.CONFIGURATION,
        option
            + " "
            + path
            + (status.isDirectory()
                ? " belongs to user " + status.owner()
                : " is no folder of its own")
            + ", expected a folder of server-user "
            + account.name()
            + " (user "
            + account.userId()
            + "). "
            + remedy(account));
  }

  private void refuseWeakness(ServiceAccount account) throws IOException, StartupException {
    Optional<String> weakness = TrustedPath.weakness(path);
    if (weakness.isPresent()) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          option
              + " "
              + path
              + " is not made by root, because "
              + weakness.get()
              + ". "
              + remedy(account));
    }
  }

  private String remedy(ServiceAccount account) {
    return "Choose another folder, or run: install -d -m "
        + mode
        + " -o "
        + account.userId()
        + " -g "
        + account.groupId()
        + " "
        + path;
  }

  private void createParents() throws IOException {
    Path parent = path.getParent();
    if (parent != null && Files.notExists(parent)) {
      new ServiceFolder(option, parent, mode).createParents();
      Files.createDirectory(parent);
      // The account must get through to its own folder, whatever root's umask is.
      Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void give(ServiceAccount account) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(mode, 8), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", (int) account.groupId(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:uid", (int) account.userId(), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }
}
