package org.openlauncher.host.clusters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problem.Severity;
import org.openlauncher.config.Problems;
import org.openlauncher.host.profiles.UnenforceableOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins as they come and go: opens the clusters of a new one, closes those of one that leaves.
 * What happens to one cluster happens on one thread, in the order in which it was told, so that a
 * late departure can't close what the successor has opened, and no cluster waits for another.
 */
public final class PluginRegistry implements Clusters, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);
  private static final Duration PATIENCE_WITH_CLOSE = Duration.ofSeconds(10);
  private static final long IDLE_THREAD_SECONDS = 20;

  /** The options of a cluster's own file of which a change takes effect while it is open. */
  private static final Set<String> TAKEN_OVER =
      Set.of(
          ClusterOptions.JOB_EXPIRY.name(),
          ClusterOptions.THREAD_POOL_SIZE.name(),
          ClusterOptions.PROFILE_CONFIG.name(),
          ClusterOptions.RESOURCE_PROFILE_CONFIG.name());

  private final ConfiguredClusters clusters;
  private final ClusterEvents events;
  private final UserDirectory users;
  private final String instanceId;
  private final Map<String, ExecutorService> sequences = new HashMap<>();
  private final ExecutorService pluginThreads =
      Executors.newCachedThreadPool(task -> new Thread(task, "plugin-life-cycle"));

  /** In the order of their arrival. */
  private final Map<Plugin, PluginOverview> present = new LinkedHashMap<>();

  /** By the cluster's name; each is touched by its own sequence alone. */
  private final Map<String, OpenCluster> open = new ConcurrentHashMap<>();

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
    clusters.names().forEach(name -> sequences.put(name, sequence(name)));
  }

  private static ExecutorService sequence(String cluster) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "plugins-" + cluster));
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /** A plugin has come. Returns at once. */
  public void arrived(Plugin plugin, PluginOverview overview) {
    synchronized (present) {
      present.put(plugin, overview);
    }
    LOG.info("Plugin {} {} serves {}", overview.name(), overview.version(), overview.type());
    clusters.ofType(overview.type()).forEach(section -> later(section, () -> serve(section)));
  }

  /** A plugin goes. Returns when its clusters are closed, or have had their time for it. */
  public void left(Plugin plugin) {
    Optional<PluginOverview> overview;
    synchronized (present) {
      overview = Optional.ofNullable(present.remove(plugin));
    }
    List<ClusterSection> served =
        overview.map(known -> clusters.ofType(known.type())).orElseGet(List::of);
    CompletableFuture<?>[] closed =
        served.stream()
            .map(section -> later(section, () -> closeIfServedBy(plugin, section)))
            .toArray(CompletableFuture[]::new);
    served.forEach(section -> later(section, () -> serve(section)));
    awaitAll(closed, "the departure of a plugin");
  }

  private CompletableFuture<Void> later(ClusterSection section, Runnable work) {
    ExecutorService sequence = Objects.requireNonNull(sequences.get(section.name()));
    if (sequence.isShutdown()) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(work, sequence)
        .exceptionally(
            failure -> {
              LOG.error("Cluster {}: its plugins are in disorder", section.name(), failure);
              return null;
            });
  }

  private static void awaitAll(CompletableFuture<?>[] all, String what) {
    try {
      CompletableFuture.allOf(all)
          .get(PATIENCE_WITH_CLOSE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException late) {
      LOG.error("{} takes long", what, late);
    }
  }

  private void closeIfServedBy(Plugin plugin, ClusterSection section) {
    OpenCluster served = open.get(section.name());
    if (served != null && served.plugin() == plugin) {
      close(served);
    }
  }

  /** Sees to it that the plugin that came last serves a cluster, or another one if it can't. */
  private void serve(ClusterSection section) {
    List<Plugin> newestFirst = new ArrayList<>();
    synchronized (present) {
      present.forEach(
          (plugin, overview) -> {
            if (overview.type().equalsIgnoreCase(section.type())) {
              newestFirst.add(0, plugin);
            }
          });
    }
    OpenCluster served = open.get(section.name());
    if (newestFirst.isEmpty() || (served != null && served.plugin() == newestFirst.get(0))) {
      return;
    }
    if (served != null) {
      close(served);
    }
    for (Plugin plugin : newestFirst) {
      if (open(plugin, section)) {
        if (plugin != newestFirst.get(0)) {
          clusters.slot(section.name()).health(servedByAnother(newestFirst.get(0)));
        }
        return;
      }
    }
  }

  private ClusterHealth servedByAnother(Plugin newest) {
    String name;
    synchronized (present) {
      name =
          Optional.ofNullable(present.get(newest))
              .map(overview -> overview.name() + " " + overview.version())
              .orElse("a newer plugin");
    }
    return new ClusterHealth(
        ClusterHealth.Level.YELLOW,
        name + " could not open it; an older plugin serves it; the log tells more");
  }

  private boolean open(Plugin plugin, ClusterSection section) {
    ClusterSlot slot = clusters.slot(section.name());
    slot.opening();
    Optional<Opening> begun = Optional.empty();
    try {
      ClusterFiles files = files(plugin, section);
      ClusterSettings settings = files.settings();
      slot.threads(threads(settings));
      Opening opening = opening(slot, settings, section);
      begun = Optional.of(opening);
      Cluster cluster = opened(plugin, opening.context(), section);
      OpenCluster opened = new OpenCluster(plugin, slot, opening, cluster, files);
      open.put(section.name(), opened);
      hold(opened);
      slot.opened(cluster);
      opening.context().begin();
      events.opened(slot);
      LOG.info("Cluster {} is open", section.name());
      return true;
    } catch (LauncherException refusal) {
      LOG.error("Cluster {} can't be opened: {}", section.name(), refusal.getMessage(), refusal);
      begun.ifPresent(Opening::end);
      slot.closed(red(refusal.getMessage()));
    } catch (IOException | RuntimeException failure) {
      LOG.error("Cluster {} can't be opened", section.name(), failure);
      begun.ifPresent(Opening::end);
      slot.closed(red("it can't be opened: " + failure.getMessage()));
    }
    return false;
  }

  private int threads(ClusterSettings settings) {
    return settings
        .find(ClusterOptions.THREAD_POOL_SIZE)
        .map(Long::intValue)
        .orElseGet(() -> clusters.configuration().server().threadPoolSize());
  }

  private ClusterFiles files(Plugin plugin, ClusterSection section) {
    Problems problems = new Problems();
    ClusterFiles files =
        ClusterFiles.read(
            clusters.configuration(), section, declared(plugin, section), users, problems);
    OptionsWithoutEffect.warn(files.settings().values(), problems);
    refuseErrors(problems);
    return files;
  }

  private ClusterFiles.Declared declared(Plugin plugin, ClusterSection section) {
    return new ClusterFiles.Declared(
        asked(plugin::options, section, "options"),
        asked(plugin::profileOptions, section, "profileOptions"));
  }

  /** From now on jobs are held to what the cluster's files say. */
  private void hold(OpenCluster opened) {
    ClusterFiles files = opened.files();
    String name = opened.slot().name();
    clusters.expiry(name, files.settings().get(ClusterOptions.JOB_EXPIRY));
    clusters.profiles(name, files.profiles());
    Problems problems = new Problems();
    UnenforceableOptions.warn(name, files.profiles(), opened.cluster().capabilities(), problems);
    problems.list().forEach(problem -> LOG.warn("{}", problem));
  }

  /** Whether files of limits of open clusters have changed; for one thread, again and again. */
  public boolean limitsChanged() {
    boolean changed = false;
    for (OpenCluster opened : open.values()) {
      changed |= opened.files().stamps().changed();
    }
    return changed;
  }

  /**
   * Reads the files of limits of all open clusters again.
   *
   * @param problems takes what is wrong with them
   * @return makes them take effect, which must not be done where there are errors
   */
  public Runnable rereadLimits(Problems problems) {
    return reread(
        open.values(),
        opened ->
            opened
                .files()
                .withFreshProfiles(
                    declared(opened.plugin(), opened.files().section()), users, problems),
        problems);
  }

  /**
   * Reads all files of the clusters again.
   *
   * @param launcher what launcher.conf says now
   * @param problems takes what is wrong with them
   * @return makes take effect what can, which must not be done where there are errors
   */
  public Runnable reread(LauncherConfiguration launcher, Problems problems) {
    List<OpenCluster> affected = new ArrayList<>();
    Map<String, ClusterSection> sections = new HashMap<>();
    for (ClusterSection section : launcher.clusters()) {
      OpenCluster opened = open.get(section.name());
      if (opened != null && opened.files().section().type().equalsIgnoreCase(section.type())) {
        affected.add(opened);
        sections.put(section.name(), section);
      }
    }
    Runnable effect =
        reread(
            affected,
            opened -> {
              ClusterSection section = Objects.requireNonNull(sections.get(opened.slot().name()));
              return ClusterFiles.read(
                  launcher, section, declared(opened.plugin(), section), users, problems);
            },
            problems);
    return () -> {
      launcher.clusters().forEach(clusters::allowedGroups);
      effect.run();
      // What was wrong when a cluster could not be opened may have been mended.
      clusters.configuration().clusters().forEach(section -> later(section, () -> serve(section)));
    };
  }

  private Runnable reread(
      Collection<OpenCluster> affected,
      Function<OpenCluster, ClusterFiles> reader,
      Problems problems) {
    Map<OpenCluster, ClusterFiles> fresh = new LinkedHashMap<>();
    for (OpenCluster opened : affected) {
      try {
        fresh.put(opened, reader.apply(opened));
      } catch (LauncherException silent) {
        problems.error(
            opened.files().section().origin(),
            "cluster " + opened.slot().name() + ": " + silent.getMessage());
      }
    }
    return () ->
        awaitAll(
            fresh.entrySet().stream()
                .map(
                    entry ->
                        later(
                            entry.getKey().files().section(),
                            () -> replace(entry.getKey(), entry.getValue())))
                .toArray(CompletableFuture[]::new),
            "the reading of the configuration");
  }

  /** A cluster that was opened again in the meantime has read its files itself. */
  private void replace(OpenCluster opened, ClusterFiles fresh) {
    String name = opened.slot().name();
    OpenCluster present = open.get(name);
    if (present == null || present.cluster() != opened.cluster()) {
      return;
    }
    OpenCluster renewed =
        new OpenCluster(opened.plugin(), opened.slot(), opened.opening(), opened.cluster(), fresh);
    open.put(name, renewed);
    opened.slot().threads(threads(fresh.settings()));
    hold(renewed);
    RestartNeeded.messages(
            opened.files().settings().values(), fresh.settings().values(), TAKEN_OVER)
        .forEach(message -> LOG.warn("{}", message));
  }

  private static void refuseErrors(Problems problems) {
    if (problems.hasErrors()) {
      problems.list().forEach(problem -> LOG.error("{}", problem));
      throw cantOpen(
          "its configuration is wrong: "
              + problems.list().stream()
                  .filter(problem -> problem.severity() == Severity.ERROR)
                  .findFirst()
                  .orElseThrow());
    }
    problems.list().forEach(problem -> LOG.warn("{}", problem));
  }

  private Opening opening(ClusterSlot slot, ClusterSettings settings, ClusterSection section)
      throws IOException {
    Path scratch = scratchFolder(settings);
    ScheduledExecutorService executor =
        Executors.newScheduledThreadPool(2, task -> new Thread(task, "plugin-" + section.name()));
    return new Opening(
        new OpenClusterContext(slot, settings, scratch, events, executor, users, instanceId),
        executor);
  }

  private Cluster opened(Plugin plugin, OpenClusterContext context, ClusterSection section) {
    return asked(
        () -> plugin.open(context),
        section,
        "open",
        // It comes too late to be used, and holds whatever a cluster holds.
        late -> late.close());
  }

  private <T> T asked(Supplier<T> question, ClusterSection section, String what) {
    return asked(question, section, what, late -> {});
  }

  /** Asks a plugin for something while its cluster is opened. */
  private <T> T asked(
      Supplier<T> question, ClusterSection section, String what, Consumer<T> tooLate) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Future<?> thread =
        pluginThreads.submit(
            () -> {
              try {
                T value = Objects.requireNonNull(question.get(), "the plugin answered null");
                if (!answer.complete(value)) {
                  tooLate.accept(value);
                }
              } catch (Throwable thrown) {
                // Whatever it is, it is the plugin's: nobody else runs here.
                if (!answer.completeExceptionally(thrown)) {
                  LOG.warn("Cluster {}: the plugin fails late ({})", section.name(), what, thrown);
                }
              }
            });
    Duration patience = clusters.configuration().server().bootstrapTimeout();
    try {
      return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
      if (cause instanceof LauncherException refusal) {
        throw refusal;
      }
      if (cause instanceof TimeoutException) {
        thread.cancel(true);
        throw cantOpen(
            "its plugin did not answer (" + what + ") within " + patience.toSeconds() + " seconds");
      }
      LOG.error("Cluster {}: its plugin failed ({})", section.name(), what, cause);
    }
    throw cantOpen("its plugin could not open it; the log tells more");
  }

  private static LauncherException cantOpen(String why) {
    return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, why);
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

  /**
   * First nobody calls the plugin any more, then it has nothing more to say, then it is closed: so
   * that what a cluster does while it is closed reaches no job.
   */
  private void close(OpenCluster cluster) {
    ClusterSlot slot = cluster.slot();
    open.remove(slot.name());
    slot.removed();
    events.closing(slot);
    slot.settle();
    cluster.opening().context().end();
    Future<?> closing = pluginThreads.submit(() -> cluster.cluster().close());
    try {
      closing.get(PATIENCE_WITH_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException late) {
      LOG.error("Cluster {} does not end within {}", slot.name(), PATIENCE_WITH_CLOSE);
      closing.cancel(true);
    } catch (ExecutionException failure) {
      LOG.error("Cluster {} failed to end", slot.name(), failure.getCause());
    }
    cluster.opening().end();
    LOG.info("Cluster {} is closed; its jobs go on", slot.name());
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
  public List<CounterReading> counters() {
    return open.values().stream()
        .flatMap(
            opened -> opened.opening().context().counters().read(opened.slot().name()).stream())
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
    synchronized (present) {
      present.clear();
    }
    CompletableFuture<?>[] closed =
        clusters.configuration().clusters().stream()
            .map(
                section ->
                    later(
                        section,
                        () -> Optional.ofNullable(open.get(section.name())).ifPresent(this::close)))
            .toArray(CompletableFuture[]::new);
    awaitAll(closed, "the closing of all clusters");
    sequences.values().forEach(ExecutorService::shutdownNow);
    pluginThreads.shutdownNow();
    clusters.slots().forEach(ClusterSlot::shutDown);
  }

  private record OpenCluster(
      Plugin plugin, ClusterSlot slot, Opening opening, Cluster cluster, ClusterFiles files) {}

  /** What a cluster is given while it is open. */
  private record Opening(OpenClusterContext context, ScheduledExecutorService executor) {
    void end() {
      context.end();
      executor.shutdownNow();
    }
  }
}
