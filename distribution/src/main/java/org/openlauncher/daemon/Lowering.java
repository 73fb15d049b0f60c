package org.openlauncher.daemon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ServerSettings;

/** What root does before the launcher runs as the service account. */
public record Lowering(Installation installation, ServerSettings settings, ServiceAccount account) {

  public static Lowering of(Installation installation, ServerSettings settings)
      throws StartupException {
    return new Lowering(installation, settings, ServiceAccount.named(settings.serverUser()));
  }

  /** Makes the folders, checks the key file and says how to serve. */
  public LoweredCommand serve(Map<String, String> variables) throws StartupException {
    ServiceFolder.scratch(settings.scratchFolder()).prepare(account);
    ServiceFolder.logs(settings.loggingFolder()).prepare(account);
    return LoweredCommand.of(
        account,
        installation,
        List.of("run"),
        new KeyHandover(settings.secureCookieKeyFile()).to(account),
        variables);
  }

  public LoweredCommand checkConfiguration(boolean json) {
    return LoweredCommand.of(
        account,
        installation,
        json ? List.of("check-config", "--json") : List.of("check-config"),
        Optional.empty(),
        Map.of());
  }
}
