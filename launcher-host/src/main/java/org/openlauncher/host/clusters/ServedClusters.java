package org.openlauncher.host.clusters;

import java.time.Duration;

/** What is to be known of the clusters where their plugins are replaced. */
public interface ServedClusters {
  /** Whether clusters of that type are configured. */
  boolean wanted(String type);

  /** How long a plugin may take to take over a cluster, at most. */
  Duration patience();
}
