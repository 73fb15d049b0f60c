package org.openlauncher.boot;

import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.PluginArguments;
import org.openlauncher.config.Problem;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ServerSettings;

/** Reads launcher.conf for a command, which goes no further where the file has errors. */
public final class CheckedConfiguration {
  private CheckedConfiguration() {}

  /** The whole file, for who is going to serve with it. */
  public static LauncherConfiguration ofLauncher(Installation installation)
      throws StartupException {
    Problems problems = new Problems();
    return sound(LauncherConfiguration.read(folder(installation), problems), problems);
  }

  /** What of the file is about the cluster that is to be served as another launcher's plugin. */
  public static LauncherConfiguration ofPlugin(Installation installation, PluginArguments arguments)
      throws StartupException {
    Problems problems = new Problems();
    return sound(arguments.read(folder(installation), problems), problems);
  }

  /** The server's section, for who only wants to find the launcher: clusters do not matter then. */
  public static ServerSettings ofServer(Installation installation) throws StartupException {
    Problems problems = new Problems();
    return sound(LauncherConfiguration.readServer(folder(installation), problems), problems);
  }

  /**
   * The server's section as far as it can be read, for who hands the file on to a check that tells
   * everything.
   */
  public static ServerSettings forCheck(Installation installation) throws StartupException {
    Problems problems = new Problems();
    return LauncherConfiguration.readServer(folder(installation), problems)
        .orElseThrow(() -> refused(problems));
  }

  private static ConfigurationFolder folder(Installation installation) {
    return new ConfigurationFolder(installation.configurationFolder());
  }

  private static <T> T sound(Optional<T> configuration, Problems problems) throws StartupException {
    return configuration.filter(read -> !problems.hasErrors()).orElseThrow(() -> refused(problems));
  }

  /** All problems, one a line, as the check tells them. */
  private static StartupException refused(Problems problems) {
    return new StartupException(
        ExitStatus.CONFIGURATION,
        problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
