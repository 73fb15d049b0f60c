package org.openlauncher.api.plugin;

import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.annotation.versioning.ProviderType;

/** What the launcher gives to one cluster. Safe from any thread. */
@ProviderType
public interface ClusterContext {
  /** {@return the cluster's name, as in launcher.conf} */
  String name();

  /** {@return the values of {@link Plugin#options} and of the options of every type} */
  Settings settings();

  /**
   * {@return a folder of the cluster's own: exists, mode 0700, owned by the user that the launcher
   * runs as; kept over restarts and upgrades}
   */
  Path scratchFolder();

  /** {@return where the cluster tells what it sees} */
  ObservationSink observations();

  /**
   * {@return threads for the cluster's own work, a few only: for ticks and short tasks} The
   * launcher ends it after {@link Cluster#close}.
   */
  ScheduledExecutorService executor();

  /** {@return the machine's users} */
  UserDirectory users();

  /**
   * {@return the persistent id of this launcher installation, to mark what it owns in a back-end
   * that several launchers share}
   */
  String instanceId();

  /** {@return the cluster's own counters, which {@code /metrics} shows} */
  ClusterCounters counters();
}
