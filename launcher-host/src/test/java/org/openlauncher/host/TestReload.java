package org.openlauncher.host;

import java.nio.file.Path;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.host.testing.TestLauncher;

/** The reading again of a test launcher's files, as the launcher begins it at its start. */
final class TestReload {
  private TestReload() {}

  static ConfigurationReload of(TestLauncher launcher, Path folder) {
    LauncherConfiguration configuration =
        LauncherConfiguration.read(new ConfigurationFolder(folder), new Problems()).orElseThrow();
    return new ConfigurationReload(
        configuration, launcher.plugins.renewal(), TestSessionFiles.of(configuration));
  }
}
