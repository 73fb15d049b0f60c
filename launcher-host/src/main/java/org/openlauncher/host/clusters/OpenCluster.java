package org.openlauncher.host.clusters;

import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Plugin;

/**
 * A cluster that a plugin serves.
 *
 * @param plugin who opened it
 * @param slot its place
 * @param opening what it was given
 * @param cluster what the plugin gave back
 * @param files what its files said when they were last taken over
 */
record OpenCluster(
    Plugin plugin, ClusterSlot slot, Opening opening, Cluster cluster, ClusterFiles files) {

  /** The same cluster, with other files. */
  OpenCluster with(ClusterFiles fresh) {
    return new OpenCluster(plugin, slot, opening, cluster, fresh);
  }

  /** What a cluster is given while it is open. */
  record Opening(OpenClusterContext context, ScheduledExecutorService executor) {
    void end() {
      context.end();
      executor.shutdownNow();
    }
  }
}
