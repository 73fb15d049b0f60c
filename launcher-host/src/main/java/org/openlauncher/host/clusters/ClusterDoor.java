package org.openlauncher.host.clusters;

import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;

/**
 * The way to one configured cluster. Calls run in a bounded pool of the cluster's own and fail with
 * a {@link org.openlauncher.api.error.LauncherException}, whatever the plugin does: {@code Timeout}
 * behind the deadline, {@code ClusterUnavailable} where no plugin serves the cluster, {@code
 * TooManyRequests} where the pool's queue is full, {@code PluginRestarted} where the plugin was
 * replaced while it worked on the call, {@code Unknown} where it threw something else.
 */
public interface ClusterDoor {
  /** The cluster's name. */
  String name();

  /** Whether a plugin serves the cluster now. */
  boolean open();

  /**
   * Makes a call, after waiting some seconds at most for a plugin that is just being replaced.
   *
   * @param what names the call in messages: "submit", "control"
   */
  <T> CompletableFuture<T> call(String what, PluginCall<T> call);

  /**
   * Gives back what came from an open cluster, in its pool; nobody waits for it. Where that cluster
   * is closed, it is left out: closing gives back everything.
   */
  void release(Cluster cluster, Runnable work);

  /** What the cluster can do, as soon as it is open. */
  default CompletableFuture<Capabilities> capabilities() {
    return call("capabilities", Cluster::capabilities);
  }
}
