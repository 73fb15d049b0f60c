package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells whether root may act on a path: nobody else must be able to put something different in its
 * place between the look and the act.
 */
final class TrustedPath {
  private static final int MAXIMUM_LINKS = 40;

  private TrustedPath() {}

  /**
   * The first thing on the way to that path that somebody besides root could exchange, as a phrase;
   * empty when there is none. Folders that do not exist yet are no danger.
   */
  static Optional<String> weakness(Path path) throws IOException {
    return weakness(path, MAXIMUM_LINKS);
  }

  /**
   * The same for a file that root goes by: nobody besides root must be able to change its content
   * either. The file must exist.
   */
  static Optional<String> weaknessOfContent(Path file) throws IOException {
    Optional<String> weakness = weakness(file);
    if (weakness.isPresent()) {
      return weakness;
    }
    FileStatus status = FileStatus.of(file.toRealPath());
    return status.isOpenToOthers()
        ? Optional.of(
            "it can be changed by others (user "
                + status.owner()
                + ", group "
                + status.group()
                + ", mode "
                + status.permissions()
                + ")")
        : Optional.empty();
  }

  private static Optional<String> weakness(Path path, int linksLeft) throws IOException {
    Path folder = path.getRoot();
    for (Path name : path) {
      FileStatus parent = FileStatus.of(folder);
      if (parent.letsOthersReplace()) {
        return Optional.of(
            "folder " + folder + " can be changed by others (mode " + parent.permissions() + ")");
      }
      folder = folder.resolve(name);
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (FileStatus.of(folder).isSymbolicLink()) {
        if (parent.isOpenToOthers() || linksLeft == 0) {
          return Optional.of("symbolic link " + folder + " lies where others can write");
        }
        Path target = parent.path().resolve(Files.readSymbolicLink(folder)).normalize();
        return weakness(target.resolve(folder.relativize(path)).normalize(), linksLeft - 1);
      }
    }
    return Optional.empty();
  }
}
