package org.openlauncher.api.plugin;

import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.annotation.versioning.ProviderType;

/** What the launcher gives to one cluster. Safe from any thread. */
@ProviderType
public interface ClusterContext {
  /** The cluster's name, as in launcher.conf. */
  String name();

  /** The values of {@link Plugin#options} and of the options of every type. */
  Settings settings();

  /**
   * A folder of the cluster's own: exists, mode 0700, owned by the user that the launcher runs as;
   * kept over restarts and upgrades.
   */
  Path scratchFolder();

  /** Where the cluster tells what it sees. */
  ObservationSink observations();

  /**
   * Threads for the cluster's own work, a few only: for ticks and short tasks. The launcher ends it
   * after {@link Cluster#close}.
   */
  ScheduledExecutorService executor();

  /** The machine's users. */
  UserDirectory users();

  /**
   * The persistent id of this launcher installation, to mark what it owns in a back-end that
   * several launchers share.
   */
  String instanceId();

  /** The cluster's own counters, which {@code /metrics} shows. */
  ClusterCounters counters();
}
