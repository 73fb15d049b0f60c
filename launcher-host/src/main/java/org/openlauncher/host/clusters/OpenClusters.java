package org.openlauncher.host.clusters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.ClusterSettings;
import org.openlauncher.config.Problem.Severity;
import org.openlauncher.config.Problems;
import org.openlauncher.host.clusters.OpenCluster.Opening;
import org.openlauncher.host.logging.ClusterLogs;
import org.openlauncher.host.logging.ClusterThreads;
import org.openlauncher.host.profiles.UnenforceableOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clusters that plugins serve: opens them, holds jobs to what their files say, closes them.
 * Each cluster is opened and closed by its own sequence alone.
 */
final class OpenClusters {
  private static final Logger LOG = LoggerFactory.getLogger(OpenClusters.class);

  private final ConfiguredClusters clusters;
  private final ClusterEvents events;
  private final UserDirectory users;
  private final String instanceId;
  private final PluginQuestions questions;
  private final ClusterLogs logs;
  private final Map<String, OpenCluster> open = new ConcurrentHashMap<>();
  private volatile Supplier<List<LoadBalancerNode>> nodes = List::of;

  OpenClusters(
      ConfiguredClusters clusters,
      ClusterEvents events,
      UserDirectory users,
      String instanceId,
      PluginQuestions questions,
      ClusterLogs logs) {
    this.clusters = clusters;
    this.events = events;
    this.users = users;
    this.instanceId = instanceId;
    this.questions = questions;
    this.logs = logs;
  }

  /**
   * From now on these launchers work side by side.
   *
   * @param fresh tells them as they are at the moment
   */
  void nodes(Supplier<List<LoadBalancerNode>> fresh) {
    nodes = fresh;
    open.values().forEach(opened -> tellNodes(opened.slot()));
  }

  private void tellNodes(ClusterSlot slot) {
    List<LoadBalancerNode> present = nodes.get();
    if (present.isEmpty()) {
      return;
    }
    var unused =
        slot.call(
                "load balancer nodes",
                cluster -> {
                  cluster.loadBalancerNodes(present);
                  return true;
                })
            .exceptionally(
                failure -> {
                  LOG.warn(
                      "Cluster {}: which launchers work side by side could not be told: {}",
                      slot.name(),
                      failure.getMessage());
                  return false;
                });
  }

  Optional<OpenCluster> find(String name) {
    return Optional.ofNullable(open.get(name));
  }

  Collection<OpenCluster> all() {
    return List.copyOf(open.values());
  }

  /**
   * Opens a cluster with what its files say now.
   *
   * @return completes when its jobs are attached; empty where it could not be opened, and its
   *     health tells why
   */
  Optional<CompletableFuture<Void>> open(Plugin plugin, ClusterSection section) {
    ClusterSlot slot = clusters.slot(section.name());
    slot.opening();
    try {
      return open(plugin, slot, files(plugin, section));
    } catch (LauncherException refusal) {
      refused(slot, refusal);
      return Optional.empty();
    }
  }

  /** What a plugin would open a cluster with, if what the files say makes sense to it. */
  ClusterFiles files(Plugin plugin, ClusterSection section) {
    Problems problems = new Problems();
    ClusterFiles files =
        ClusterFiles.read(
            clusters.configuration(),
            section,
            questions.declared(plugin, section.name()),
            users,
            problems);
    refuseErrors(problems);
    return files;
  }

  private static void refuseErrors(Problems problems) {
    if (problems.hasErrors()) {
      problems.list().forEach(problem -> LOG.error("{}", problem));
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "its configuration is wrong: "
              + problems.list().stream()
                  .filter(problem -> problem.severity() == Severity.ERROR)
                  .findFirst()
                  .orElseThrow());
    }
    problems.list().forEach(problem -> LOG.warn("{}", problem));
  }

  /** Opens a cluster with files that were read; what it returns is as above. */
  Optional<CompletableFuture<Void>> open(Plugin plugin, ClusterSlot slot, ClusterFiles files) {
    return open(plugin, slot, files, questions.patience());
  }

  /** The same for a plugin that comes after another one. */
  Optional<CompletableFuture<Void>> succeed(Plugin plugin, ClusterSlot slot, ClusterFiles files) {
    return open(plugin, slot, files, questions.patienceWithSuccessor());
  }

  private Optional<CompletableFuture<Void>> open(
      Plugin plugin, ClusterSlot slot, ClusterFiles files, Duration time) {
    slot.opening();
    Optional<Opening> begun = Optional.empty();
    try {
      slot.threads(threads(files.settings()));
      log(slot, files.settings());
      Opening opening = opening(slot, files.settings());
      begun = Optional.of(opening);
      Cluster cluster = questions.open(plugin, opening, time);
      Capabilities capabilities = tested(cluster, slot, opening, time);
      OpenCluster opened = new OpenCluster(plugin, slot, opening, cluster, capabilities, files);
      open.put(slot.name(), opened);
      hold(opened);
      slot.opened(cluster, opening.threads());
      opening.context().begin();
      CompletableFuture<Void> attached = events.opened(slot);
      tellNodes(slot);
      LOG.info("Cluster {} is open", slot.name());
      return Optional.of(attached);
    } catch (LauncherException refusal) {
      begun.ifPresent(opening -> failed(slot, opening));
      refused(slot, refusal);
    } catch (IOException | RuntimeException failure) {
      LOG.error("Cluster {} can't be opened", slot.name(), failure);
      begun.ifPresent(opening -> failed(slot, opening));
      slot.closed(red("it can't be opened: " + failure.getMessage()));
    }
    return Optional.empty();
  }

  /** What a cluster can do, if it works at all; else it is closed again. */
  private Capabilities tested(Cluster cluster, ClusterSlot slot, Opening opening, Duration time) {
    try {
      return questions.tested(cluster, opening, time);
    } catch (LauncherException failed) {
      questions.close(cluster, opening, slot.patienceOfSuccessor());
      throw failed;
    }
  }

  private static void failed(ClusterSlot slot, Opening opening) {
    opening.end();
    slot.leftovers().watch(opening.threads());
  }

  private static void refused(ClusterSlot slot, LauncherException refusal) {
    LOG.error("Cluster {} can't be opened: {}", slot.name(), refusal.getMessage(), refusal);
    slot.closed(red(String.valueOf(refusal.getMessage())));
  }

  private static ClusterHealth red(String message) {
    return new ClusterHealth(ClusterHealth.Level.RED, message);
  }

  private int threads(ClusterSettings settings) {
    return settings
        .find(ClusterOptions.THREAD_POOL_SIZE)
        .map(Long::intValue)
        .orElseGet(() -> clusters.configuration().server().threadPoolSize());
  }

  private Opening opening(ClusterSlot slot, ClusterSettings settings) throws IOException {
    Path scratch = scratchFolder(settings);
    ClusterThreads threads = new ClusterThreads(slot.group());
    ScheduledExecutorService executor =
        Executors.newScheduledThreadPool(
            2, task -> new Thread(threads, task, "plugin-" + slot.name()));
    return new Opening(
        new OpenClusterContext(slot, settings, scratch, events, executor, users, instanceId),
        threads,
        executor);
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

  /** An open cluster goes on with what its files say now. */
  void takeOver(OpenCluster opened, ClusterFiles fresh) {
    OpenCluster renewed = opened.with(fresh);
    open.put(opened.slot().name(), renewed);
    opened.slot().threads(threads(fresh.settings()));
    hold(renewed);
    try {
      log(opened.slot(), fresh.settings());
    } catch (IOException failure) {
      LOG.error(
          "Cluster {}: {}; its log stays where it was", opened.slot().name(), failure.getMessage());
    }
  }

  /** What the cluster's own file says of its log; what it leaves out is as in the server's. */
  private void log(ClusterSlot slot, ClusterSettings settings) throws IOException {
    Optional<Path> folder = ownLog(settings);
    try {
      logs.configure(
          slot.name(),
          settings
              .find(ClusterOptions.ENABLE_DEBUG_LOGGING)
              .filter(value -> settings.origin(ClusterOptions.ENABLE_DEBUG_LOGGING).isPresent()),
          folder);
    } catch (IOException failure) {
      throw new IOException(
          ClusterOptions.LOGGING_DIR.name()
              + " ("
              + settings.origin(ClusterOptions.LOGGING_DIR).map(Origin::toString).orElse("")
              + "): "
              + failure.getMessage(),
          failure);
    }
  }

  private static Optional<Path> ownLog(ClusterSettings settings) {
    return settings
        .find(ClusterOptions.LOGGING_DIR)
        .filter(value -> settings.origin(ClusterOptions.LOGGING_DIR).isPresent());
  }

  /** Adds an error where a cluster's log can't be where its file wants it. */
  static void checkLog(ClusterSettings settings, Problems problems) {
    ownLog(settings)
        .flatMap(ClusterLogs::trouble)
        .ifPresent(
            trouble ->
                problems.error(
                    settings.origin(ClusterOptions.LOGGING_DIR).orElseThrow(),
                    ClusterOptions.LOGGING_DIR.name() + ": " + trouble));
  }

  /** From now on jobs are held to what the cluster's files say. */
  private void hold(OpenCluster opened) {
    ClusterFiles files = opened.files();
    String name = opened.slot().name();
    clusters.expiry(name, files.settings().get(ClusterOptions.JOB_EXPIRY));
    clusters.profiles(name, files.profiles());
    Problems problems = new Problems();
    UnenforceableOptions.warn(name, files.profiles(), opened.capabilities(), problems);
    problems.list().forEach(problem -> LOG.warn("{}", problem));
  }

  /** A cluster that is not in the configuration any more needs no log of its own either. */
  void remove(OpenCluster cluster) {
    close(cluster, ClusterSlot.NOT_CONFIGURED);
    logs.end(cluster.slot().name());
  }

  /**
   * First nobody calls the plugin any more, then it has nothing more to say, then it is closed: so
   * that what a cluster does while it is closed reaches no job.
   *
   * @param because why calls wait from now on
   */
  void close(OpenCluster cluster, ClusterHealth because) {
    ClusterSlot slot = cluster.slot();
    open.remove(slot.name());
    slot.closed(because);
    events.closing(slot);
    slot.settle();
    cluster.opening().context().end();
    questions
        .close(cluster.cluster(), cluster.opening(), slot.patienceOfSuccessor())
        .thenRun(
            () -> {
              cluster.opening().end();
              slot.leftovers().watch(cluster.opening().threads());
              LOG.info("Cluster {} is closed; its jobs go on", slot.name());
            });
  }
}
