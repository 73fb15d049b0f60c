package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.contract.CloseContract;
import org.openlauncher.contract.PluginUnderTest;

/** Closing, with a real engine; alone, since it counts the threads and descriptors of all. */
@Isolated
class DockerCloseTest extends CloseContract {
  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return DockerUnderTest.of(folder);
  }
}
