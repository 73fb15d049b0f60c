package org.openlauncher.daemon;

import java.util.Optional;
import org.openlauncher.auth.KeyFileException;
import org.openlauncher.auth.SecureCookieKey;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ServerSettings;

/** The key that the launcher signs with, for commands that speak with it. */
public final class ServiceKey {
  private ServiceKey() {}

  /**
   * Reads the key.
   *
   * @throws KeyFileException where it can't be read or must not be used
   */
  public static SecureCookieKey read(ServerSettings settings)
      throws KeyFileException, StartupException {
    Optional<ServiceAccount> account = ServiceAccount.find(settings.serverUser());
    return account.isPresent()
        ? SecureCookieKey.read(settings.secureCookieKeyFile(), account.get().userId())
        : SecureCookieKey.read(settings.secureCookieKeyFile());
  }
}
