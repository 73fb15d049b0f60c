package org.openlauncher.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.PluginArguments;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerSettings;

/**
 * What root does before the launcher runs as the service account.
 *
 * @param background whether nobody watches what the launcher says on standard error
 */
public record Lowering(
    Installation installation,
    ServerSettings settings,
    ServiceAccount account,
    boolean background) {

  /** For a command in the foreground. */
  public static Lowering of(Installation installation, ServerSettings settings)
      throws StartupException {
    return of(installation, settings, false);
  }

  static Lowering of(Installation installation, ServerSettings settings, boolean background)
      throws StartupException {
    ConfigurationFolder folder = new ConfigurationFolder(installation.configurationFolder());
    requireOnlyRootsWord(folder.launcherFile());
    return new Lowering(installation, settings, account(folder, settings), background);
  }

  private static ServiceAccount account(ConfigurationFolder folder, ServerSettings settings)
      throws StartupException {
    try {
      return ServiceAccount.named(settings.serverUser());
    } catch (StartupException unusable) {
      String place =
          LauncherConfiguration.read(folder, new Problems())
              .flatMap(read -> read.origin(Optional.empty(), "server-user"))
              .map(origin -> origin + ": ")
              .orElse("");
      throw new StartupException(unusable.status(), place + unusable.getMessage());
    }
  }

  /**
   * It names the account to become, the file whose content is handed over and whose jobs may run.
   */
  private static void requireOnlyRootsWord(Path file) throws StartupException {
    try {
      Optional<String> weakness = TrustedPath.weaknessOfContent(file);
      if (weakness.isPresent()) {
        throw new StartupException(
            ExitStatus.NO_PERMISSION,
            "root does not go by "
                + file
                + ", because "
                + weakness.get()
                + "; run: chown root "
                + file
                + " && chmod go-w "
                + file);
      }
    } catch (IOException gone) {
      throw new StartupException(ExitStatus.CONFIGURATION, file + " can't be looked at: " + gone);
    }
  }

  /** Makes the folders, checks the key file and says how to serve. */
  public LoweredCommand serve(Map<String, String> variables) throws StartupException {
    ServiceFolder.scratch(settings.scratchFolder()).prepare(account);
    ServiceFolder.logs(settings.loggingFolder()).prepare(account);
    KeyHandover key = new KeyHandover(settings.secureCookieKeyFile());
    if (key.createMissing()) {
      System.err.println(
          "rstudio-launcher: made a new secure-cookie-key, " + settings.secureCookieKeyFile());
    }
    HandedKeys keys =
        key.to(account)
            .withSession(
                new SessionKeyHandover(new ConfigurationFolder(installation.configurationFolder()))
                    .file());
    return LoweredCommand.of(account, descent(), installation, List.of("run"), keys, variables);
  }

  /**
   * Says how to serve a cluster as another launcher's plugin, which needs no key. Folders that are
   * the account's business are left to it.
   *
   * @param unprivileged whether no job may run as another user than the account
   */
  public LoweredCommand serveAsPlugin(PluginArguments arguments, boolean unprivileged)
      throws StartupException {
    ServiceFolder.scratch(settings.scratchFolder()).prepareUnlessOwn(account);
    try {
      ServiceFolder.logs(settings.loggingFolder()).prepareUnlessOwn(account);
    } catch (StartupException refused) {
      if (!arguments.overrides("logging-dir")) {
        throw refused;
      }
      // A launcher in front names the folder of its own log, too; ours is then in scratch-path.
    }
    List<String> command = new ArrayList<>(List.of("plugin", "--cluster=" + arguments.cluster()));
    arguments.values().forEach((option, value) -> command.add("--" + option + "=" + value));
    return LoweredCommand.of(
        account,
        unprivileged ? new Descent.BySetpriv() : descent(true),
        installation,
        command,
        HandedKeys.NONE,
        Map.of("OPENLAUNCHER_FRAMES", "kept"));
  }

  /** The check sees what the launcher would see, except the key. */
  public LoweredCommand checkConfiguration(boolean json, Optional<String> user)
      throws StartupException {
    List<String> command = new ArrayList<>(List.of("check-config"));
    if (json) {
      command.add("--json");
    }
    user.ifPresent(name -> command.add("--user=" + name));
    return LoweredCommand.of(account, descent(), installation, command, HandedKeys.NONE, Map.of());
  }

  private Descent descent() throws StartupException {
    return descent(false);
  }

  private Descent descent(boolean frames) throws StartupException {
    Optional<SpawnerFile> spawner = SpawnerFile.of(installation);
    return spawner.isPresent()
        ? new Descent.BySpawner(
            spawner.get().trusted(), settings.minimumUserId(), background, frames)
        : new Descent.BySetpriv();
  }
}
