package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.session.SessionConfiguration;

/**
 * The key that sessions' tokens are signed with: opened by root and handed over. It is the same on
 * all machines of a site, so that none is made here.
 */
record SessionKeyHandover(ConfigurationFolder folder) {

  /** The file to hand over; none where there is none and no session needs it. */
  Optional<Path> file() throws StartupException {
    Path key = folder.file(SessionKey.FILE);
    if (!Files.exists(key, LinkOption.NOFOLLOW_LINKS)
        && !SessionConfiguration.sessionsEnabledIn(folder)) {
      return Optional.empty();
    }
    try {
      Path file = SessionKey.check(key);
      Optional<String> weakness = TrustedPath.weakness(key);
      if (weakness.isPresent()) {
        throw new StartupException(
            ExitStatus.CONFIGURATION,
            "the session key " + key + " is not handed over, because " + weakness.get());
      }
      return Optional.of(file);
    } catch (KeyFileException refused) {
      throw new StartupException(ExitStatus.CONFIGURATION, refused.getMessage());
    } catch (IOException gone) {
      throw new StartupException(
          ExitStatus.CONFIGURATION, "the session key " + key + " can't be read: " + gone);
    }
  }
}
