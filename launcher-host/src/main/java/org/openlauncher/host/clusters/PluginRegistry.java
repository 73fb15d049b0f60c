package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.host.logging.ClusterLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins as they come and go: has the clusters of a new one opened, those of one that leaves
 * closed. Both happen in the cluster's sequence, so that a late departure can't close what the
 * successor has opened.
 */
public final class PluginRegistry implements Clusters, ServedClusters, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);

  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final ConfiguredClusters clusters;
  private final ClusterSequences sequences;
  private final PluginQuestions questions;
  private final OpenClusters open;
  private final ClusterRenewal renewal;

  /** Why the newest plugin could not open a cluster, the last time that it tried. */
  private final Map<String, String> whyNot = new ConcurrentHashMap<>();

  /** In the order of their arrival. */
  private final Map<Plugin, PluginOverview> present = new LinkedHashMap<>();

  /**
   * @param events is told of what the jobs must know
   * @param instanceId the persistent id of this installation
   * @param logs how each cluster's messages are logged; not closed here
   */
  public PluginRegistry(
      ConfiguredClusters clusters,
      ClusterEvents events,
      UserDirectory users,
      String instanceId,
      ClusterLogs logs) {
    this.clusters = clusters;
    this.sequences = new ClusterSequences(clusters::threads);
    this.questions =
        new PluginQuestions(
            clusters::threads, () -> clusters.configuration().server().bootstrapTimeout());
    this.open = new OpenClusters(clusters, events, users, instanceId, questions, logs);
    this.renewal =
        new ClusterRenewal(
            clusters,
            open,
            sequences,
            questions,
            users,
            type -> newestFirst(type).stream().findFirst(),
            this::keptServed);
  }

  /**
   * From now on these launchers work side by side, which every cluster is told.
   *
   * @param nodes tells them as they are at the moment; must not block
   */
  public void loadBalancerNodes(Supplier<List<LoadBalancerNode>> nodes) {
    open.nodes(nodes);
  }

  /** What reads the clusters' files again. */
  public ClusterRenewal renewal() {
    return renewal;
  }

  /**
   * A plugin has come. Returns at once.
   *
   * @return what keeps it from serving clusters that another plugin of its type serves, when it has
   *     tried to open all and to attach their jobs; for each cluster a sentence
   */
  public CompletableFuture<List<String>> arrived(Plugin plugin, PluginOverview overview) {
    synchronized (present) {
      present.put(plugin, overview);
    }
    LOG.info("Plugin {} {} serves {}", overview.name(), overview.version(), overview.type());
    List<CompletableFuture<Optional<String>>> outcomes =
        clusters.ofType(overview.type()).stream().map(name -> takeOver(plugin, name)).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(done -> outcomes.stream().flatMap(outcome -> outcome.join().stream()).toList());
  }

  /** Has a plugin that came serve a cluster; completes with what hinders it. */
  private CompletableFuture<Optional<String>> takeOver(Plugin plugin, String name) {
    CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
    CompletableFuture<Void> done =
        sequences.later(
            name,
            () ->
                serve(name)
                    .whenComplete(
                        (attached, failure) -> outcome.complete(trouble(plugin, name, failure))));
    done.thenRun(
        () -> {
          if (!serves(plugin, name)) {
            outcome.complete(trouble(plugin, name, null));
          }
        });
    return outcome;
  }

  private boolean serves(Plugin plugin, String name) {
    return open.find(name).filter(served -> served.plugin() == plugin).isPresent();
  }

  private Optional<String> trouble(Plugin plugin, String name, @Nullable Throwable notAttached) {
    if (serves(plugin, name)) {
      // A back-end that is out of reach takes over no job, whoever asks it.
      return Optional.ofNullable(notAttached)
          .map(PluginRegistry::unwrapped)
          .filter(
              failure ->
                  failure instanceof LauncherException refusal
                      && refusal.code() == ErrorCode.UNKNOWN)
          .map(failure -> "cluster " + name + ": its jobs could not be handed over");
    }
    boolean newest =
        clusters
            .section(name)
            .map(section -> newestFirst(section.type()))
            .filter(plugins -> !plugins.isEmpty() && plugins.get(0) == plugin)
            .isPresent();
    return newest && open.find(name).isPresent()
        ? Optional.of(
            "cluster " + name + ": " + whyNot.getOrDefault(name, "it could not be opened"))
        : Optional.empty();
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  @Override
  public Duration patience() {
    // Options, opening, self-test and the jobs have a deadline each, and the old one has to close.
    return clusters.configuration().server().bootstrapTimeout().multipliedBy(4).plus(CLOSING);
  }

  @Override
  public boolean wanted(String type) {
    return !clusters.ofType(type).isEmpty();
  }

  /** A plugin goes. Returns when its clusters are closed, or have had their time for it. */
  public void left(Plugin plugin) {
    Optional<PluginOverview> overview;
    synchronized (present) {
      overview = Optional.ofNullable(present.remove(plugin));
    }
    List<String> served = overview.map(known -> clusters.ofType(known.type())).orElse(List.of());
    List<CompletableFuture<Void>> closed =
        served.stream()
            .map(name -> sequences.later(name, () -> closeIfServedBy(plugin, name)))
            .toList();
    served.forEach(name -> sequences.later(name, () -> keptServed(name)));
    ClusterSequences.await(closed, "the departure of a plugin");
  }

  private void closeIfServedBy(Plugin plugin, String name) {
    open.find(name).filter(served -> served.plugin() == plugin).ifPresent(this::close);
  }

  private void close(OpenCluster served) {
    String type = served.slot().type();
    open.close(
        served, newestFirst(type).isEmpty() ? ClusterSlot.noPlugin(type) : ClusterSlot.OPENING);
  }

  private List<Plugin> newestFirst(String type) {
    List<Plugin> newestFirst = new ArrayList<>();
    synchronized (present) {
      present.forEach(
          (plugin, overview) -> {
            if (overview.type().equalsIgnoreCase(type)) {
              newestFirst.add(0, plugin);
            }
          });
    }
    return newestFirst;
  }

  private void keptServed(String name) {
    serve(name)
        .exceptionally(
            failure -> {
              LOG.debug("Cluster {}: its jobs are attached later", name, failure);
              return null;
            });
  }

  /**
   * Sees to it that the plugin that came last serves a cluster, or another one if it can't.
   *
   * @return completes when its jobs are attached
   */
  private CompletableFuture<Void> serve(String name) {
    CompletableFuture<Void> nothingToAttach = CompletableFuture.completedFuture(null);
    Optional<ClusterSection> section = clusters.section(name);
    List<Plugin> newestFirst = section.map(known -> newestFirst(known.type())).orElse(List.of());
    Optional<OpenCluster> served = open.find(name);
    if (newestFirst.isEmpty()) {
      return nothingToAttach;
    }
    if (served.filter(each -> each.plugin() == newestFirst.get(0)).isPresent()) {
      clusters.slot(name).notice("");
      return nothingToAttach;
    }
    Plugin newest = newestFirst.get(0);
    Optional<ClusterFiles> files = Optional.empty();
    if (served.isPresent()) {
      // What it says of the files it can say while the other one still serves.
      try {
        files = Optional.of(open.files(newest, section.orElseThrow()));
      } catch (LauncherException refusal) {
        LOG.error(
            "Cluster {}: its next plugin can't open it: {}", name, refusal.getMessage(), refusal);
        whyNot.put(name, String.valueOf(refusal.getMessage()));
        clusters.slot(name).notice(servedByAnother(newest));
        return nothingToAttach;
      }
      open.close(served.get(), ClusterSlot.OPENING);
    }
    for (Plugin plugin : newestFirst) {
      Optional<CompletableFuture<Void>> attached =
          plugin == newest && files.isPresent()
              ? open.succeed(plugin, clusters.slot(name), files.get())
              : open.open(plugin, section.orElseThrow());
      if (attached.isPresent()) {
        if (plugin != newest) {
          clusters.slot(name).notice(servedByAnother(newest));
        }
        return attached.get();
      }
      if (plugin == newest) {
        whyNot.put(name, clusters.slot(name).health().message());
      }
    }
    return nothingToAttach;
  }

  private String servedByAnother(Plugin newest) {
    String name;
    synchronized (present) {
      name =
          Optional.ofNullable(present.get(newest))
              .map(overview -> overview.name() + " " + overview.version())
              .orElse("a newer plugin");
    }
    return name + " could not open it; an older plugin serves it; the log tells more";
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
    return open.all().stream()
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
  public CompletableFuture<Description> describeToAll(UserAccount user, String cluster) {
    return clusters.describeToAll(user, cluster);
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
    ClusterSequences.await(
        clusters.everySlot().stream()
            .map(ClusterSlot::name)
            .map(name -> sequences.later(name, () -> open.find(name).ifPresent(this::close)))
            .toList(),
        "the closing of all clusters");
    sequences.close();
    questions.close();
    clusters.everySlot().forEach(ClusterSlot::shutDown);
  }
}
