package org.openlauncher.host.clusters;

import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.host.logging.ClusterThreads;

/**
 * A cluster that a plugin serves.
 *
 * @param plugin who opened it
 * @param slot its place
 * @param opening what it was given
 * @param cluster what the plugin gave back
 * @param capabilities what it said it can do
 * @param files what its files said when they were last taken over
 */
record OpenCluster(
    Plugin plugin,
    ClusterSlot slot,
    Opening opening,
    Cluster cluster,
    Capabilities capabilities,
    ClusterFiles files) {

  /** The same cluster, with other files. */
  OpenCluster with(ClusterFiles fresh) {
    return new OpenCluster(plugin, slot, opening, cluster, capabilities, fresh);
  }

  /** What a cluster is given while it is open. */
  record Opening(
      OpenClusterContext context, ClusterThreads threads, ScheduledExecutorService executor) {
    void end() {
      context.end();
      executor.shutdownNow();
    }
  }
}
