package org.openlauncher.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Numbers of a cluster's own that only go up, such as the requests to its back-end, for whoever
 * watches the launcher by {@code /metrics}. They begin at 0 with each opening of the cluster. Safe
 * from any thread.
 */
@ProviderType
public interface ClusterCounters {
  /** How many counters a cluster may have, those of one name with different labels included. */
  int MOST = 64;

  /**
   * Makes a counter, which is shown from now on; or returns the one that was made by this name
   * before. To be called while the cluster is opened, not for each event.
   *
   * @param name name, help and labels
   * @return the counter
   * @throws IllegalArgumentException where there are {@value #MOST} already, or one of the same
   *     name with another help or other names of labels
   */
  Counter counter(CounterName name);

  /** A number that only goes up. Safe from any thread; never blocks. */
  @ProviderType
  interface Counter {
    /**
     * Adds to it.
     *
     * @param count how many to add; not negative
     * @throws IllegalArgumentException for a negative number
     */
    void add(long count);
  }
}
