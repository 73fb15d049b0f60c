package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The secure-cookie-key: root's file is opened by root and handed over, never copied. */
record KeyHandover(Path key) {

  /** Makes a key where there is none, so that a new installation has one from the first moment. */
  boolean createMissing() throws StartupException {
    if (Files.exists(key, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      requireNoWeakness(key, "made");
      SecureCookieKey.create(key);
      return true;
    } catch (KeyFileException refused) {
      throw new StartupException(ExitStatus.CONFIGURATION, refused.getMessage());
    } catch (IOException gone) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "the secure cookie key " + key + " can't be made: " + gone);
    }
  }

  /** The files to hand over; none where the service account reads them itself. */
  HandedKeys to(ServiceAccount account) throws StartupException {
    Path before = SecureCookieKey.previous(key);
    Optional<Path> current = handedOver(key, account);
    return new HandedKeys(
        current,
        current.isPresent() && Files.exists(before, LinkOption.NOFOLLOW_LINKS)
            ? handedOver(before, account)
            : Optional.empty(),
        Optional.empty());
  }

  private static Optional<Path> handedOver(Path key, ServiceAccount account)
      throws StartupException {
    try {
      Path file = SecureCookieKey.check(key, account.userId());
      if (FileStatus.of(file).owner() == account.userId()) {
        return Optional.empty();
      }
      requireNoWeakness(key, "handed over");
      return Optional.of(file);
    } catch (KeyFileException refused) {
      throw new StartupException(ExitStatus.CONFIGURATION, refused.getMessage());
    } catch (IOException gone) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "the secure cookie key " + key + " can't be read: " + gone);
    }
  }

  private static void requireNoWeakness(Path key, String what)
      throws IOException, StartupException {
    Optional<String> weakness = TrustedPath.weakness(key);
    if (weakness.isPresent()) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          "the secure cookie key " + key + " is not " + what + ", because " + weakness.get());
    }
  }
}
