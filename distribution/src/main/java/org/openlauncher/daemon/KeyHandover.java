package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;

/** The secure-cookie-key: root's file is opened by root and handed over, never copied. */
record KeyHandover(Path key) {

  /** The file to hand over; empty when the service account reads it itself. */
  Optional<Path> to(ServiceAccount account) throws StartupException {
    try {
      Path file = SecureCookieKey.check(key, account.userId());
      if (FileStatus.of(file).owner() == account.userId()) {
        return Optional.empty();
      }
      Optional<String> weakness = TrustedPath.weakness(key);
      if (weakness.isPresent()) {
        throw new StartupException(
            ExitStatus.CONFIGURATION,
            "the secure cookie key " + key + " is not handed over, because " + weakness.get());
      }
      return Optional.of(file);
    } catch (KeyFileException refused) {
      throw new StartupException(ExitStatus.CONFIGURATION, refused.getMessage());
    } catch (IOException gone) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "the secure cookie key " + key + " can't be read: " + gone);
    }
  }
}
