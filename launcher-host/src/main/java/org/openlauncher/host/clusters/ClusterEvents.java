package org.openlauncher.host.clusters;

import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.plugin.Observation;

/**
 * What the jobs must know of the clusters. Called one at a time for each cluster; must not block.
 */
public interface ClusterEvents {
  /**
   * A plugin serves the cluster from now on: its jobs are attached.
   *
   * @return completes when the plugin has taken them over, fails where it could not
   */
  CompletableFuture<Void> opened(ClusterDoor door);

  /** The cluster is about to be closed: whatever came from its plugin must be let go. */
  void closing(ClusterDoor door);

  /** The plugin saw something. */
  void observed(ClusterDoor door, Observation observation);
}
