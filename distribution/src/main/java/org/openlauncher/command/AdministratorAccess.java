package org.openlauncher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openlauncher.auth.CredentialSigner;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.boot.CheckedConfiguration;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.ScratchFolder;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.config.ServerSettings.TlsFiles;
import org.openlauncher.daemon.Daemon;
import org.openlauncher.daemon.LauncherConversation;
import org.openlauncher.daemon.ReadyFile;
import org.openlauncher.daemon.ServiceKey;
import org.openlauncher.daemon.StatusRequest;

/**
 * The way of an administrator's command to the running launcher. Whoever can read the key asks as
 * the account that the launcher runs as; at a unix socket the kernel tells who asks.
 *
 * @param address where the launcher listens
 * @param launcher what speaks with it
 */
record AdministratorAccess(String address, LauncherConversation launcher) {
  private static final Duration VALIDITY = Duration.ofMinutes(5);

  static AdministratorAccess of(Installation installation) throws StartupException {
    ServerSettings settings = CheckedConfiguration.ofServer(installation);
    String address =
        new Daemon(settings)
            .ready()
            .map(ReadyFile::address)
            .orElseGet(() -> settings.address().toString());
    Optional<CredentialSigner> signer = signer(settings);
    boolean socket = address.startsWith("/");
    if (signer.isEmpty() && !socket && settings.unixSocket().isPresent()) {
      address = settings.unixSocket().get().toString();
      socket = true;
    }
    if (signer.isEmpty() && !socket && settings.authorizationEnabled()) {
      throw new StartupException(
          ExitStatus.NO_PERMISSION,
          "secure-cookie-key-file "
              + settings.secureCookieKeyFile()
              + " can't be read, so nothing proves who asks; run this as root or as the launcher's"
              + " account");
    }
    String self = account(settings);
    return new AdministratorAccess(
        address,
        new LauncherConversation(
            new StatusRequest(address, settings.tls().map(TlsFiles::certificate)),
            () -> signer.map(key -> key.issue(self, VALIDITY))));
  }

  private static Optional<CredentialSigner> signer(ServerSettings settings)
      throws StartupException {
    try {
      return Optional.of(new CredentialSigner(ServiceKey.read(settings)));
    } catch (KeyFileException unreadable) {
      return Optional.empty();
    }
  }

  /** Whom the launcher runs as: its own files belong to that account. */
  private static String account(ServerSettings settings) {
    Path claimed = new ScratchFolder(settings.scratchFolder()).pidFile();
    try {
      return Files.getOwner(claimed).getName();
    } catch (IOException unseen) {
      return System.getProperty("user.name");
    }
  }
}
