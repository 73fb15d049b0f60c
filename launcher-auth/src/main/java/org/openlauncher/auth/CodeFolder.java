package org.openlauncher.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder whose files are run as the launcher: only root and the account that the launcher runs as
 * may put something there.
 */
public final class CodeFolder {
  private static final int OTHERS_WRITE = 022;
  private static final int PERMISSIONS = 07777;

  private final Path folder;
  private final Set<Long> owners;

  /** As the running process sees it. */
  public CodeFolder(Path folder) {
    this(folder, RunningUser.uid());
  }

  /**
   * As another account will see it.
   *
   * @param account the user id that the launcher will run as
   */
  public CodeFolder(Path folder, long account) {
    this.folder = folder;
    this.owners = Stream.of(0L, RunningUser.uid(), account).collect(Collectors.toUnmodifiableSet());
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** Why nothing there may be run, with the command that mends it; empty where all is well. */
  public Optional<String> weakness() throws IOException {
    return weaknessOf(folder, "-R ");
  }

  /**
   * Why a file there may not be run. Where it is a symbolic link, the folder that it leads to
   * counts as well.
   */
  public Optional<String> weakness(Path file) throws IOException {
    Path target = file.toRealPath();
    Path place = target.getParent();
    if (place != null && !place.equals(folder.toRealPath())) {
      Optional<String> elsewhere = weaknessOf(place, "");
      if (elsewhere.isPresent()) {
        return elsewhere;
      }
    }
    return weaknessOf(target, "");
  }

  private Optional<String> weaknessOf(Path path, String recursively) throws IOException {
    long owner = number(path, "unix:uid");
    long mode = number(path, "unix:mode") & PERMISSIONS;
    if (!owners.contains(owner)) {
      return Optional.of(
          path
              + " belongs to user id "
              + owner
              + ", who could run code as the launcher; run: chown "
              + recursively
              + "root "
              + path);
    }
    return (mode & OTHERS_WRITE) == 0
        ? Optional.empty()
        : Optional.of(
            path
                + " can be written by others (mode "
                + String.format("%04o", mode)
                + "), who could run code as the launcher; run: chmod go-w "
                + path);
  }

  private static long number(Path path, String attribute) throws IOException {
    if (Files.getAttribute(path, attribute) instanceof Integer value) {
      return Integer.toUnsignedLong(value);
    }
    throw new IOException("the file system does not tell " + attribute + " of " + path);
  }
}
