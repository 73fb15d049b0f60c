package org.openlauncher.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.auth.CodeFolder;
import org.openlauncher.host.clusters.ServedClusters;
import org.openlauncher.host.plugins.PluginLifeCycle;
import org.osgi.framework.BundleContext;

/** The plugins folder that the boot has named. */
final class PluginsFolder {
  private PluginsFolder() {}

  static PluginLifeCycle lifeCycle(
      BundleContext framework,
      BootProperties boot,
      CodeFolder folder,
      Optional<Path> signers,
      ServedClusters clusters)
      throws StartFailure {
    try {
      return new PluginLifeCycle(
          framework, new PluginLifeCycle.Settings(folder, boot.pluginCopies(), signers, clusters));
    } catch (IOException failure) {
      throw new StartFailure(
          StartFailure.UNAVAILABLE,
          boot.pluginCopies() + " can't be used for copies of plugins: " + failure.getMessage());
    }
  }
}
