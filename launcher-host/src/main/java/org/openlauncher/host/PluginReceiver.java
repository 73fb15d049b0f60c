package org.openlauncher.host;

import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.host.clusters.Clusters.PluginOverview;

/** Takes plugins as they come and go. */
interface PluginReceiver extends AutoCloseable {
  void arrived(Plugin plugin, PluginOverview overview);

  void left(Plugin plugin);

  @Override
  void close();
}
