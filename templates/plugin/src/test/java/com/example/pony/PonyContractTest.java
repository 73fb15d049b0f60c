package com.example.pony;

import java.nio.file.Path;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.WholeContract;
import org.openlauncher.process.ProcessLauncher;

/** Whether the plugin keeps what every plugin promises. */
final class PonyContractTest extends WholeContract {
  private static final ProcessLauncher PROCESSES = ProcessLauncher.unprivileged();

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) {
    return new PonyUnderTest();
  }

  /** Only what differs from a plugin that runs processes of this machine as this user. */
  private static final class PonyUnderTest implements PluginUnderTest {
    @Override
    public Plugin newPlugin() {
      return new PonyPlugin(PROCESSES);
    }
  }
}
