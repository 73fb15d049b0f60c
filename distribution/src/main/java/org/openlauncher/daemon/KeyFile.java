package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The secure-cookie-key: root's file is opened by root and handed over, never copied. */
public record KeyFile(Path path) {

  /** The key itself; a line break at its end is not part of it. */
  public byte[] read() throws StartupException {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1)
          .stripTrailing()
          .getBytes(StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException absent) {
      throw absent();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.NO_PERMISSION,
          "secure-cookie-key-file " + path + " cannot be read: " + problem);
    }
  }

  /** The file to hand over; empty when the service account reads it itself. */
  Optional<Path> toHandOver(ServiceAccount account) throws StartupException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw absent();
    }
    try {
      FileStatus status = FileStatus.of(path.toRealPath());
      if (!status.isRegularFile() || !status.isForOwnerOnly()) {
        throw refused(
            "has mode "
                + status.permissions()
                + ", expected a file with 0600. Run: chmod 600 "
                + path);
      }
      if (status.owner() == account.userId()) {
        return Optional.empty();
      }
      if (status.owner() != 0) {
        throw refused(
            "belongs to user "
                + status.owner()
                + ", expected root or server-user "
                + account.name()
                + ". Run: chown root:root "
                + path);
      }
      Optional<String> weakness = TrustedPath.weakness(path);
      if (weakness.isPresent()) {
        throw refused("cannot be trusted: " + weakness.get());
      }
      return Optional.of(status.path());
    } catch (IOException problem) {
      throw refused("cannot be looked at: " + problem);
    }
  }

  private StartupException absent() {
    return refused(
        "does not exist. Make it with: (umask 077; cat /proc/sys/kernel/random/uuid > "
            + path
            + ")");
  }

  private StartupException refused(String reason) {
    return new StartupException(
        ExitStatus.CONFIGURATION, "secure-cookie-key-file " + path + " " + reason);
  }
}
