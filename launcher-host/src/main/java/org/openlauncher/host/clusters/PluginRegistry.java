package org.openlauncher.host.clusters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins as they come and go: opens the clusters of a new one, closes those of one that leaves.
 * All of it happens on one thread, in the order in which it was told, so that a late departure
 * can't close what the successor has opened.
 */
public final class PluginRegistry implements Clusters, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);
  private static final Duration PATIENCE_WITH_CLOSE = Duration.ofSeconds(10);

  private final ConfiguredClusters clusters;
  private final ClusterEvents events;
  private final UserDirectory users;
  private final String instanceId;
  private final ExecutorService sequence =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "plugins"));
  private final ExecutorService pluginThreads =
      Executors.newCachedThreadPool(task -> new Thread(task, "plugin-life-cycle"));
  private final Map<Plugin, PluginOverview> present = new LinkedHashMap<>();
  private final Map<String, OpenCluster> open = new LinkedHashMap<>();

  /**
   * @param events is told of what the jobs must know
   * @param instanceId the persistent id of this installation
   */
  public PluginRegistry(
      ConfiguredClusters clusters, ClusterEvents events, UserDirectory users, String instanceId) {
    this.clusters = clusters;
    this.events = events;
    this.users = users;
    this.instanceId = instanceId;
  }

  /** A plugin has come. Returns at once. */
  public void arrived(Plugin plugin, PluginOverview overview) {
    sequence.execute(
        () -> {
          synchronized (present) {
            present.put(plugin, overview);
          }
          LOG.info("Plugin {} {} serves {}", overview.name(), overview.version(), overview.type());
          clusters.ofType(overview.type()).forEach(section -> open(plugin, section));
        });
  }

  /** A plugin goes. Returns when its clusters are closed, or have had their time for it. */
  public void left(Plugin plugin) {
    Future<?> closed =
        sequence.submit(
            () -> {
              synchronized (present) {
                present.remove(plugin);
              }
              List.copyOf(open.values()).stream()
                  .filter(cluster -> cluster.plugin() == plugin)
                  .forEach(this::close);
              reopenWithAnother();
            });
    await(closed, PATIENCE_WITH_CLOSE.multipliedBy(2), "the departure of a plugin");
  }

  /** Where two plugins of one type are there, the one that stays takes over. */
  private void reopenWithAnother() {
    Map<Plugin, PluginOverview> staying;
    synchronized (present) {
      staying = new LinkedHashMap<>(present);
    }
    staying.forEach(
        (plugin, overview) ->
            clusters.ofType(overview.type()).stream()
                .filter(section -> !open.containsKey(section.name()))
                .forEach(section -> open(plugin, section)));
  }

  private void open(Plugin plugin, ClusterSection section) {
    Optional<OpenCluster> before = Optional.ofNullable(open.get(section.name()));
    if (before.isPresent()) {
      close(before.get());
    }
    ClusterSlot slot = clusters.slot(section.name());
    try {
      Problems problems = new Problems();
      ClusterSettings settings =
          ClusterSettings.read(clusters.configuration(), section, plugin.options(), problems);
      if (problems.hasErrors()) {
        problems.list().forEach(problem -> LOG.error("{}", problem));
        slot.closed(red("its configuration is wrong: " + problems.list().get(0)));
        return;
      }
      OptionsWithoutEffect.warn(settings.values(), problems);
      problems.list().forEach(problem -> LOG.warn("{}", problem));
      settings
          .find(ClusterOptions.THREAD_POOL_SIZE)
          .ifPresent(size -> slot.threads(size.intValue()));
      Path scratch = scratchFolder(settings);
      ScheduledExecutorService executor =
          Executors.newScheduledThreadPool(2, task -> new Thread(task, "plugin-" + section.name()));
      OpenClusterContext context =
          new OpenClusterContext(slot, settings, scratch, events, executor, users, instanceId);
      slot.opening();
      Future<Cluster> opening = pluginThreads.submit(() -> plugin.open(context));
      Optional<Cluster> cluster =
          await(
              opening,
              clusters.configuration().server().bootstrapTimeout(),
              "the opening of cluster " + section.name());
      if (cluster.isEmpty()) {
        opening.cancel(true);
        context.end();
        executor.shutdownNow();
        slot.closed(red("its plugin could not open it; the log tells more"));
        return;
      }
      clusters.expiry(section.name(), settings.get(ClusterOptions.JOB_EXPIRY));
      open.put(section.name(), new OpenCluster(plugin, slot, context, cluster.get(), executor));
      slot.opened(cluster.get());
      context.begin();
      events.opened(slot);
      LOG.info("Cluster {} is open", section.name());
    } catch (LauncherException refusal) {
      LOG.error("Cluster {} can't be opened: {}", section.name(), refusal.getMessage(), refusal);
      slot.closed(red(refusal.getMessage()));
    } catch (IOException | RuntimeException | LinkageError failure) {
      LOG.error("Cluster {} can't be opened", section.name(), failure);
      slot.closed(red("it can't be opened: " + failure.getMessage()));
    }
  }

  private static ClusterHealth red(String message) {
    return new ClusterHealth(ClusterHealth.Level.RED, message);
  }

  private static Path scratchFolder(ClusterSettings settings) throws IOException {
    Path folder = settings.get(ClusterOptions.SCRATCH_PATH);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder.toRealPath();
  }

  private void close(OpenCluster cluster) {
    ClusterSlot slot = cluster.slot();
    open.remove(slot.name());
    slot.removed();
    events.closing(slot);
    Future<?> closing = pluginThreads.submit(() -> cluster.cluster().close());
    await(closing, PATIENCE_WITH_CLOSE, "the closing of cluster " + slot.name());
    cluster.context().end();
    cluster.executor().shutdownNow();
    LOG.info("Cluster {} is closed; its jobs go on", slot.name());
  }

  private static <T> Optional<T> await(Future<T> work, Duration patience, String what) {
    try {
      return Optional.ofNullable(work.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException late) {
      LOG.error("{} took longer than {}", what, patience);
    } catch (java.util.concurrent.ExecutionException failure) {
      if (failure.getCause() instanceof LauncherException refusal) {
        throw refusal;
      }
      LOG.error("{} failed", what, failure.getCause());
    }
    return Optional.empty();
  }

  @Override
  public List<Overview> overview() {
    return clusters.slots().stream()
        .map(
            slot ->
                new Overview(
                    slot.name(), slot.type(), slot.health(), slot.calls(), slot.failures()))
        .toList();
  }

  @Override
  public List<PluginOverview> plugins() {
    synchronized (present) {
      return new ArrayList<>(present.values());
    }
  }

  @Override
  public CompletableFuture<Description> describe(UserAccount user, String cluster) {
    return clusters.describe(user, cluster);
  }

  @Override
  public List<String> openTo(UserAccount user) {
    return clusters.openTo(user);
  }

  /** Closes all clusters. Their jobs go on. */
  @Override
  public void close() {
    Future<?> closed = sequence.submit(() -> List.copyOf(open.values()).forEach(this::close));
    await(closed, PATIENCE_WITH_CLOSE.multipliedBy(2), "the closing of all clusters");
    sequence.shutdownNow();
    pluginThreads.shutdownNow();
    clusters.slots().forEach(ClusterSlot::shutDown);
  }

  private record OpenCluster(
      Plugin plugin,
      ClusterSlot slot,
      OpenClusterContext context,
      Cluster cluster,
      ScheduledExecutorService executor) {}
}
