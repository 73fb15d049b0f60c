package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.WholeContract;
import org.openlauncher.process.testing.LauncherForm;

/** The plugin and the contract kit, with real processes, started in either way. */
@ParameterizedClass
@MethodSource("org.openlauncher.process.testing.LauncherForm#ofThisProcess")
class LocalContractTest extends WholeContract {
  private final LauncherForm form;

  LocalContractTest(LauncherForm form) {
    this.form = form;
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return LocalUnderTest.of(form, folder);
  }
}
