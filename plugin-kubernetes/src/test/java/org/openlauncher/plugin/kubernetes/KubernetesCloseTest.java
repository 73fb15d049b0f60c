package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.contract.CloseContract;
import org.openlauncher.contract.PluginUnderTest;

/** Closing, with a real cluster; alone, since it counts the threads and descriptors of all. */
@Isolated
class KubernetesCloseTest extends CloseContract {
  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return KubernetesUnderTest.of(folder);
  }
}
