package org.openlauncher.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes what a cluster sees. Neither method blocks for long or throws; both may be called from any
 * thread, early, late and repeatedly: the launcher's state machine sorts it out. Observations of
 * one job must be given in the order in which they were made. After the cluster was closed they are
 * ignored.
 */
@ProviderType
public interface ObservationSink {
  /**
   * Tells what was seen of a job.
   *
   * @param observation what was seen, and when
   */
  void report(Observation observation);

  /**
   * Tells how the back-end itself is.
   *
   * @param health how it is from now on
   */
  void health(ClusterHealth health);
}
