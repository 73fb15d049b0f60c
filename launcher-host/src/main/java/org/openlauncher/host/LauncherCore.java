package org.openlauncher.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.auth.CodeFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.ServerSettings;
import org.openlauncher.host.clusters.Clusters.PluginOverview;
import org.openlauncher.host.clusters.ConfiguredClusters;
import org.openlauncher.host.clusters.PluginRegistry;
import org.openlauncher.host.jobs.JobsRuntime;
import org.openlauncher.host.json.JobSpecificationJson;
import org.openlauncher.host.logging.ClusterLogs;
import org.openlauncher.host.logging.LogTrouble;
import org.openlauncher.host.logging.StrayMessages;
import org.openlauncher.host.plugins.PluginLifeCycle;
import org.openlauncher.host.store.SqliteJobStore;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What launchers have in common, whoever comes in at which door: the store, the jobs, the clusters
 * and the plugins, put together here and closed in reverse. Jobs are processes of their own and go
 * on without it.
 */
final class LauncherCore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LauncherCore.class);
  private static final int TIMER_THREADS = 2;

  private final StrayMessages strayMessages = StrayMessages.take();
  private final LogTrouble logTrouble = LogTrouble.watch();
  private final ClusterLogs clusterLogs = ClusterLogs.install();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(TIMER_THREADS, task -> new Thread(task, "timer"));
  private final UserDirectory users;
  private final SqliteJobStore store;
  private final ConfiguredClusters clusters;
  private final JobsRuntime jobs;
  private final PluginRegistry plugins;
  private final PluginLifeCycle lifeCycle;

  private LauncherCore(
      BundleContext framework,
      BootProperties boot,
      LauncherConfiguration configuration,
      SqliteJobStore store,
      UserDirectory users)
      throws StartFailure {
    timer.setRemoveOnCancelPolicy(true);
    this.users = users;
    this.store = store;
    ServerSettings settings = configuration.server();
    this.clusters = new ConfiguredClusters(configuration, timer);
    this.jobs = new JobsRuntime(store, clusters, users, timer, JobSpecificationJson::write);
    this.plugins =
        new PluginRegistry(
            clusters,
            jobs.events(),
            users,
            settings.instanceId().orElseGet(store::instanceId),
            clusterLogs);
    this.lifeCycle =
        PluginsFolder.lifeCycle(
            framework, boot, new CodeFolder(boot.plugins()), settings.pluginCertificate(), plugins);
  }

  /** Puts all together; no plugin runs yet. */
  static LauncherCore of(
      BundleContext framework,
      BootProperties boot,
      LauncherConfiguration configuration,
      UserDirectory users)
      throws StartFailure {
    return new LauncherCore(framework, boot, configuration, store(configuration.server()), users);
  }

  private static SqliteJobStore store(ServerSettings settings) throws StartFailure {
    String url = settings.jobStore().url();
    Path file = Path.of(url.substring(NamedByConfiguration.SQLITE.length()));
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(
            file.toAbsolutePath().getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      return new SqliteJobStore(file);
    } catch (IOException | SQLException failure) {
      throw new StartFailure(
          StartFailure.UNAVAILABLE,
          "The job store " + file + " can't be opened: " + failure.getMessage());
    }
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ConfiguredClusters clusters() {
    return clusters;
  }

  JobsRuntime jobs() {
    return jobs;
  }

  PluginRegistry plugins() {
    return plugins;
  }

  PluginLifeCycle lifeCycle() {
    return lifeCycle;
  }

  /** What is wrong with the store now. */
  Optional<String> storeTrouble() {
    return Optional.of(store.trouble()).filter(trouble -> !trouble.isEmpty());
  }

  /** What is wrong with the log now. */
  Optional<String> logTrouble() {
    return logTrouble.told();
  }

  /** A plugin has come, out of the bundle with that number. */
  void arrived(Plugin plugin, PluginOverview overview, long bundle) {
    lifeCycle.arrivals().arrived(bundle, overview.type(), plugins.arrived(plugin, overview));
  }

  /** A plugin goes. */
  void left(Plugin plugin) {
    plugins.left(plugin);
  }

  @Override
  public void close() {
    lifeCycle.close();
    plugins.close();
    jobs.close();
    timer.shutdownNow();
    store.close();
    LOG.info("The launcher of {} has stopped; jobs go on", users.self().name());
    strayMessages.close();
    clusterLogs.close();
    logTrouble.close();
  }
}
