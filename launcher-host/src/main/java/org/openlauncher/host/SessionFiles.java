package org.openlauncher.host;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.auth.SessionPublicKey;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.process.InheritedSecrets;
import org.openlauncher.sessions.SessionComposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that sessions' tokens are signed with: from root, or read by the launcher itself. */
final class SessionFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SessionFiles.class);

  private SessionFiles() {}

  static SessionComposer read(
      ConfigurationFolder folder, SessionConfiguration configuration, InheritedSecrets secrets)
      throws StartFailure {
    Optional<SessionKey> key = key(folder.file(SessionKey.FILE), configuration, secrets);
    if (key.isPresent()) {
      checkPublic(folder, key.get());
    } else {
      LOG.info(
          "There are no sessions: they need {}, and the key {}",
          configuration.enabling(Workbench.RSTUDIO),
          folder.file(SessionKey.FILE));
    }
    return new SessionComposer(configuration, key);
  }

  private static Optional<SessionKey> key(
      Path file, SessionConfiguration configuration, InheritedSecrets secrets) throws StartFailure {
    Optional<byte[]> inherited = secrets.takeSessionKey();
    try {
      if (inherited.isPresent()) {
        return Optional.of(SessionKey.of(inherited.get(), file));
      }
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
          && !configuration.sessionsEnabled().value()) {
        return Optional.empty();
      }
      return Optional.of(SessionKey.read(file));
    } catch (KeyFileException fault) {
      throw new StartFailure(
          StartFailure.PERMISSION,
          fault.isDenied()
              ? fault.getMessage()
                  + "; or start the launcher as root, whose native spawner hands the key over"
              : fault.getMessage());
    } finally {
      inherited.ifPresent(content -> Arrays.fill(content, (byte) 0));
    }
  }

  /** Whoever verifies tokens does so with this file. */
  private static void checkPublic(ConfigurationFolder folder, SessionKey key) throws StartFailure {
    Path file = folder.file(SessionKey.PUBLIC_FILE);
    String command = SessionKey.publication(folder.file(SessionKey.FILE), file);
    if (Files.notExists(file)) {
      LOG.warn("{} is missing, with which sessions verify tokens; run: {}", file, command);
      return;
    }
    try {
      if (!SessionPublicKey.read(file).sameAs(key.publicKey())) {
        throw new StartFailure(
            StartFailure.CONFIGURATION,
            file
                + " is not the public half of "
                + folder.file(SessionKey.FILE)
                + ", so that no token could be verified; run: "
                + command);
      }
    } catch (KeyFileException unusable) {
      throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(unusable.getMessage()));
    }
  }
}
