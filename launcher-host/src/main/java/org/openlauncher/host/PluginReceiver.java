package org.openlauncher.host;

import java.util.Optional;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.host.clusters.Clusters.PluginOverview;

/** Takes plugins as they come and go. */
interface PluginReceiver extends AutoCloseable {
  /** A plugin has come, out of the bundle with that number. */
  void arrived(Plugin plugin, PluginOverview overview, long bundle);

  void left(Plugin plugin);

  /** What is to happen when launcher.conf was changed; empty where that makes no difference. */
  Optional<Runnable> reload();

  @Override
  void close();
}
