package org.openlauncher.host.clusters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.plugin.ClusterHealth;
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
public final class PluginRegistry implements Clusters, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);

  private final ConfiguredClusters clusters;
  private final ClusterSequences sequences;
  private final PluginQuestions questions;
  private final OpenClusters open;
  private final ClusterRenewal renewal;

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
            this::serve);
  }

  /** What reads the clusters' files again. */
  public ClusterRenewal renewal() {
    return renewal;
  }

  /** A plugin has come. Returns at once. */
  public void arrived(Plugin plugin, PluginOverview overview) {
    synchronized (present) {
      present.put(plugin, overview);
    }
    LOG.info("Plugin {} {} serves {}", overview.name(), overview.version(), overview.type());
    clusters.ofType(overview.type()).forEach(name -> sequences.later(name, () -> serve(name)));
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
    served.forEach(name -> sequences.later(name, () -> serve(name)));
    ClusterSequences.await(closed, "the departure of a plugin");
  }

  private void closeIfServedBy(Plugin plugin, String name) {
    open.find(name).filter(served -> served.plugin() == plugin).ifPresent(this::close);
  }

  private void close(OpenCluster served) {
    open.close(served, ClusterSlot.noPlugin(served.slot().type()));
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

  /** Sees to it that the plugin that came last serves a cluster, or another one if it can't. */
  private void serve(String name) {
    Optional<ClusterSection> section = clusters.section(name);
    List<Plugin> newestFirst = section.map(known -> newestFirst(known.type())).orElse(List.of());
    Optional<OpenCluster> served = open.find(name);
    if (newestFirst.isEmpty()
        || served.filter(each -> each.plugin() == newestFirst.get(0)).isPresent()) {
      return;
    }
    served.ifPresent(this::close);
    for (Plugin plugin : newestFirst) {
      if (open.open(plugin, section.orElseThrow())) {
        if (plugin != newestFirst.get(0)) {
          clusters.slot(name).health(servedByAnother(newestFirst.get(0)));
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
