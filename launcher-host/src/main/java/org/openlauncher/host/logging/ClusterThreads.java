package org.openlauncher.host.logging;

import java.util.Optional;

/**
 * The threads that work for one cluster. Those that a plugin starts from one of them are in the
 * same group, so that the log knows whose messages theirs are.
 */
public final class ClusterThreads extends ThreadGroup {
  private final String cluster;

  /** Of a cluster that has none yet. */
  public ClusterThreads(String cluster) {
    super("cluster " + cluster);
    this.cluster = cluster;
  }

  /** Some of a cluster's threads, which can be told from the others. */
  public ClusterThreads(ClusterThreads all) {
    super(all, all.getName());
    this.cluster = all.cluster;
  }

  /** The cluster that the present thread works for; empty for one that works for all. */
  static Optional<String> current() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group != null) {
      if (group instanceof ClusterThreads threads) {
        return Optional.of(threads.cluster);
      }
      group = group.getParent();
    }
    return Optional.empty();
  }
}
