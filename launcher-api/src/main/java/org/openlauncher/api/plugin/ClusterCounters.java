package org.openlauncher.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Numbers of a cluster's own for whoever watches the launcher by {@code /metrics}: those that only
 * go up, such as the requests to its back-end, and those that are as they were set last, such as
 * the time of its last answer. They begin at 0 with each opening of the cluster. Safe from any
 * thread.
 */
@ProviderType
public interface ClusterCounters {
  /** How many of both a cluster may have, those of one name with different labels included. */
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

  /**
   * Makes a number that can be set, which is shown from now on; or returns the one that was made by
   * this name before. To be called while the cluster is opened, not for each event.
   *
   * @param name name, help and labels; shown as {@code openlauncher_plugin_NAME}, without {@code
   *     _total}. What ages is best told as the time when it was new, in seconds since 1970.
   * @return the number
   * @throws IllegalArgumentException as {@link #counter} does, also where a counter has the name
   * @since 1.2.0
   */
  Gauge gauge(CounterName name);

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

  /**
   * A number that is as it was set last. Safe from any thread; never blocks.
   *
   * @since 1.2.0
   */
  @ProviderType
  interface Gauge {
    /**
     * Sets it.
     *
     * @param value what it is now
     */
    void set(long value);
  }
}
