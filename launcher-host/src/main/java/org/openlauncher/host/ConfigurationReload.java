package org.openlauncher.host;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.host.clusters.PluginRegistry;
import org.openlauncher.host.clusters.RestartNeeded;
import org.openlauncher.host.logging.DebugLogging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while the launcher runs: all of it when told to, and the files of
 * limits whenever they change. What can change then takes effect; of everything else that was
 * changed the log says that it needs a restart. Where any file has an error, nothing of any takes
 * effect, and /status says so.
 */
final class ConfigurationReload implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReload.class);
  private static final String DEBUG_LOGGING = "enable-debug-logging";
  private static final String JOB_STORE = "job-store-url";
  private static final long LOOK_SECONDS = 2;

  /** They take effect; of the last one a part is not shown. */
  private static final Set<String> NOT_COMPARED =
      Set.of(DEBUG_LOGGING, "allowed-groups", JOB_STORE);

  /** A thread of its own: a file on a share that hangs must hold up nothing else. */
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "files-of-limits");
            thread.setDaemon(true);
            return thread;
          });

  private final LauncherConfiguration atStart;
  private final PluginRegistry plugins;
  private volatile boolean refused;

  ConfigurationReload(LauncherConfiguration atStart, PluginRegistry plugins) {
    this.atStart = atStart;
    this.plugins = plugins;
  }

  /** Looks after the files of limits from now on. */
  void watch() {
    var unused =
        watch.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      if (plugins.limitsChanged()) {
        rereadLimits();
      }
    } catch (RuntimeException unexpected) {
      // A watch that ends would never see another change.
      LOG.error("The files of limits could not be looked at", unexpected);
    }
  }

  private synchronized void rereadLimits() {
    Problems problems = new Problems();
    Runnable effect = plugins.rereadLimits(problems);
    if (accepted(problems, "The files of limits were read again")) {
      effect.run();
      LOG.info("The files of limits were read again; what they say now is in effect");
    }
  }

  @Override
  public synchronized void run() {
    Problems problems = new Problems();
    Optional<LauncherConfiguration> read = LauncherConfiguration.read(atStart.folder(), problems);
    Runnable effect = read.map(launcher -> plugins.reread(launcher, problems)).orElse(() -> {});
    if (!accepted(problems, atStart.file() + " was read again") || read.isEmpty()) {
      return;
    }
    boolean debugLogging = read.get().server().debugLogging();
    DebugLogging.enable(debugLogging);
    LOG.info(
        "{} was read again; {} is {}", atStart.file(), DEBUG_LOGGING, debugLogging ? "1" : "0");
    effect.run();
    tellChanges(read.get());
  }

  private boolean accepted(Problems problems, String what) {
    refused = problems.hasErrors();
    if (refused) {
      LOG.error("{} and has errors; what was in effect stays in effect", what);
      problems.list().forEach(problem -> LOG.error("{}", problem));
    } else {
      problems.list().forEach(problem -> LOG.warn("{}", problem));
    }
    return !refused;
  }

  /** What is wrong, for anybody to read. */
  Optional<String> trouble() {
    return refused
        ? Optional.of(
            "the configuration was read again and has errors, so that the one before stays in"
                + " effect; the log and check-config tell them")
        : Optional.empty();
  }

  private void tellChanges(LauncherConfiguration read) {
    Set<String> clustersBefore = clusters(atStart);
    Set<String> clustersNow = clusters(read);
    without(clustersNow, clustersBefore)
        .forEach(name -> LOG.warn("Cluster {} is new; it needs a restart", name));
    without(clustersBefore, clustersNow)
        .forEach(name -> LOG.warn("Cluster {} is gone; that needs a restart", name));
    RestartNeeded.messages(atStart.values(), read.values(), NOT_COMPARED)
        .forEach(message -> LOG.warn("{}", message));
    if (!read.server().jobStore().url().equals(atStart.server().jobStore().url())) {
      LOG.warn("{} is another one; it needs a restart", JOB_STORE);
    }
  }

  private static Set<String> clusters(LauncherConfiguration configuration) {
    return configuration.clusters().stream()
        .map(ClusterSection::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> without(Set<String> names, Set<String> removed) {
    Set<String> rest = new LinkedHashSet<>(names);
    rest.removeAll(removed);
    return rest;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
