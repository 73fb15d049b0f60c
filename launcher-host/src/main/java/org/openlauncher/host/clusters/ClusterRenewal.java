package org.openlauncher.host.clusters;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ClusterOptions;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of clusters again while the launcher runs. All is read before anything changes;
 * then new clusters are opened, those that are gone are closed, those whose options have changed
 * are opened anew, and the others go on with their new limits.
 */
public final class ClusterRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterRenewal.class);

  /** The options of a cluster's own file of which a change takes effect while it is open. */
  private static final Set<String> TAKEN_OVER =
      Set.of(
          ClusterOptions.JOB_EXPIRY.name(),
          ClusterOptions.THREAD_POOL_SIZE.name(),
          ClusterOptions.PROFILE_CONFIG.name(),
          ClusterOptions.RESOURCE_PROFILE_CONFIG.name(),
          ClusterOptions.ENABLE_DEBUG_LOGGING.name(),
          ClusterOptions.LOGGING_DIR.name(),
          ClusterOptions.SERVER_USER.name());

  private final ConfiguredClusters clusters;
  private final OpenClusters open;
  private final ClusterSequences sequences;
  private final PluginQuestions questions;
  private final UserDirectory users;
  private final Function<String, Optional<Plugin>> newestOfType;
  private final Consumer<String> serve;

  /**
   * @param newestOfType the plugin that would open a cluster of a type now
   * @param serve opens a cluster that is not open; called in its sequence
   */
  ClusterRenewal(
      ConfiguredClusters clusters,
      OpenClusters open,
      ClusterSequences sequences,
      PluginQuestions questions,
      UserDirectory users,
      Function<String, Optional<Plugin>> newestOfType,
      Consumer<String> serve) {
    this.clusters = clusters;
    this.open = open;
    this.sequences = sequences;
    this.questions = questions;
    this.users = users;
    this.newestOfType = newestOfType;
    this.serve = serve;
  }

  /** What a plugin opens a cluster with. */
  private record Read(Plugin plugin, ClusterFiles files) {}

  /** Whether files of limits of open clusters have changed; for one thread, again and again. */
  public boolean limitsChanged() {
    boolean changed = false;
    for (OpenCluster opened : open.all()) {
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
    Map<String, Read> read = new LinkedHashMap<>();
    for (OpenCluster opened : open.all()) {
      ClusterSection section = opened.files().section();
      declared(opened.plugin(), section, problems)
          .ifPresent(
              declared ->
                  read.put(
                      section.name(),
                      new Read(
                          opened.plugin(),
                          opened.files().withFreshProfiles(declared, users, problems))));
    }
    return () -> renewAll(read);
  }

  /**
   * Reads all files of the clusters again.
   *
   * @param launcher what launcher.conf says now
   * @param problems takes what is wrong with them
   * @return makes take effect what can, which must not be done where there are errors
   */
  public Runnable reread(LauncherConfiguration launcher, Problems problems) {
    LauncherConfiguration fresh = clusters.withoutWhatNeedsARestart(launcher, problems);
    Map<String, Read> read = new LinkedHashMap<>();
    for (ClusterSection section : fresh.clusters()) {
      Optional<OpenCluster> opened = open.find(section.name());
      Optional<Plugin> plugin =
          opened.map(OpenCluster::plugin).or(() -> newestOfType.apply(section.type()));
      if (plugin.isEmpty()) {
        problems.warning(
            section.origin(),
            "cluster "
                + section.name()
                + ": there is no plugin of type "
                + section.type()
                + "; it is opened when one comes");
        continue;
      }
      // Of one that is not open its plugin may be in trouble, which hinders no other cluster.
      declared(plugin.get(), section, opened.isPresent() ? problems : new Problems())
          .ifPresent(
              declared ->
                  read.put(
                      section.name(),
                      new Read(
                          plugin.get(),
                          ClusterFiles.read(fresh, section, declared, users, problems))));
    }
    return () -> takeEffect(fresh, read);
  }

  private Optional<ClusterFiles.Declared> declared(
      Plugin plugin, ClusterSection section, Problems problems) {
    try {
      return Optional.of(questions.declared(plugin, section.name()));
    } catch (LauncherException silent) {
      problems.error(section.origin(), "cluster " + section.name() + ": " + silent.getMessage());
      return Optional.empty();
    }
  }

  private void takeEffect(LauncherConfiguration fresh, Map<String, Read> read) {
    Set<String> before = new HashSet<>(clusters.names());
    clusters.configure(fresh);
    Set<String> now = Set.copyOf(clusters.names());
    List<CompletableFuture<Void>> closed = new ArrayList<>();
    for (String name : before) {
      if (!now.contains(name)) {
        LOG.info("Cluster {} is no longer in the configuration; its jobs go on", name);
        closed.add(sequences.later(name, () -> closeUnlessConfigured(name)));
      }
    }
    List<String> unchanged = read.keySet().stream().filter(name -> staysOpen(name, read)).toList();
    renewAll(read);
    for (String name : unchanged) {
      var unused = sequences.later(name, () -> reload(name));
    }
    for (String name : now) {
      if (!before.contains(name)) {
        LOG.info("Cluster {} is new in the configuration", name);
      }
      // What was wrong when a cluster could not be opened may have been mended.
      var unused = sequences.later(name, () -> serve.accept(name));
    }
    ClusterSequences.await(closed, "the closing of clusters that are not configured any more");
  }

  private boolean staysOpen(String name, Map<String, Read> read) {
    return open.find(name)
        .filter(opened -> changed(opened, Objects.requireNonNull(read.get(name))).isEmpty())
        .isPresent();
  }

  private void reload(String name) {
    open.find(name).ifPresent(opened -> questions.reload(opened.cluster(), name));
  }

  private void closeUnlessConfigured(String name) {
    if (clusters.section(name).isEmpty()) {
      open.find(name).ifPresent(open::remove);
    }
  }

  /** Waits for those that stay open; how long opening takes is the plugin's business. */
  private void renewAll(Map<String, Read> read) {
    List<CompletableFuture<Void>> kept = new ArrayList<>();
    read.forEach(
        (name, fresh) -> {
          boolean reopened =
              open.find(name).filter(opened -> !changed(opened, fresh).isEmpty()).isPresent();
          CompletableFuture<Void> renewed = sequences.later(name, () -> renew(name, fresh));
          if (!reopened) {
            kept.add(renewed);
          }
        });
    ClusterSequences.await(kept, "the reading of the configuration");
  }

  private static List<String> changed(OpenCluster opened, Read fresh) {
    return opened.files().settings().changed(fresh.files().settings()).stream()
        .filter(option -> !TAKEN_OVER.contains(option))
        .toList();
  }

  /** A cluster that another plugin has opened in the meantime has read its files itself. */
  private void renew(String name, Read fresh) {
    Optional<OpenCluster> present =
        open.find(name).filter(opened -> opened.plugin() == fresh.plugin());
    if (present.isEmpty() || clusters.section(name).isEmpty()) {
      return;
    }
    OpenCluster opened = present.get();
    List<String> changed = changed(opened, fresh);
    if (changed.isEmpty()) {
      open.takeOver(opened, fresh.files());
      return;
    }
    LOG.info("Cluster {}: {} changed, so it is opened anew", name, String.join(", ", changed));
    open.close(opened, ClusterSlot.OPENING);
    ClusterSlot slot = opened.slot();
    if (open.open(fresh.plugin(), slot, fresh.files()).isEmpty()) {
      String why = slot.health().message();
      if (open.open(opened.plugin(), slot, opened.files()).isPresent()) {
        LOG.error("Cluster {} goes on with its configuration before the change", name);
        slot.health(
            new ClusterHealth(
                ClusterHealth.Level.YELLOW,
                "with its changed configuration it can't be opened ("
                    + why
                    + "); the one before is in effect"));
      }
    }
  }
}
