package org.openlauncher.host.clusters;

import org.openlauncher.api.plugin.Cluster;

/**
 * One call to an open cluster.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface PluginCall<T> {
  /** Makes the call; may block. */
  T on(Cluster cluster);
}
