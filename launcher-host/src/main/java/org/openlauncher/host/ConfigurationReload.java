package org.openlauncher.host;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openlauncher.config.ClusterSection;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.host.logging.DebugLogging;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads launcher.conf again while the launcher runs. What can change then takes effect, which is
 * enable-debug-logging; of everything else that was changed the log says that it needs a restart.
 * Of a file with errors nothing takes effect.
 */
final class ConfigurationReload implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReload.class);
  private static final String DEBUG_LOGGING = "enable-debug-logging";
  private static final String JOB_STORE = "job-store-url";

  /** The one takes effect; of the other a part is not shown. */
  private static final Set<String> NOT_COMPARED = Set.of(DEBUG_LOGGING, JOB_STORE);

  private final LauncherConfiguration atStart;

  ConfigurationReload(LauncherConfiguration atStart) {
    this.atStart = atStart;
  }

  @Override
  public synchronized void run() {
    Problems problems = new Problems();
    Optional<LauncherConfiguration> read = LauncherConfiguration.read(atStart.folder(), problems);
    if (read.isEmpty() || problems.hasErrors()) {
      LOG.error(
          "{} was read again and has errors; what was in effect stays in effect", atStart.file());
      problems.list().forEach(problem -> LOG.error("{}", problem));
      return;
    }
    problems.list().forEach(problem -> LOG.warn("{}", problem));
    boolean debugLogging = read.get().server().debugLogging();
    DebugLogging.enable(debugLogging);
    LOG.info(
        "{} was read again; {} is {}", atStart.file(), DEBUG_LOGGING, debugLogging ? "1" : "0");
    tellChanges(read.get());
  }

  private void tellChanges(LauncherConfiguration read) {
    Map<Key, EffectiveValue> before = byKey(atStart);
    Map<Key, EffectiveValue> now = byKey(read);
    Set<String> clustersBefore = clusters(atStart);
    Set<String> clustersNow = clusters(read);
    without(clustersNow, clustersBefore)
        .forEach(name -> LOG.warn("Cluster {} is new; it needs a restart", name));
    without(clustersBefore, clustersNow)
        .forEach(name -> LOG.warn("Cluster {} is gone; that needs a restart", name));
    now.forEach(
        (key, value) ->
            Optional.ofNullable(before.get(key))
                .filter(old -> !old.value().equals(value.value()))
                .ifPresent(old -> needsRestart(key, old, value)));
    if (!read.server().jobStore().url().equals(atStart.server().jobStore().url())) {
      LOG.warn("{} is another one; it needs a restart", JOB_STORE);
    }
  }

  private static void needsRestart(Key key, EffectiveValue old, EffectiveValue value) {
    LOG.warn(
        "{}{} ({}) needs a restart; in effect is {}",
        key.cluster().map(name -> "cluster " + name + ": ").orElse(""),
        shown(value),
        value.source(),
        shown(old));
  }

  private static String shown(EffectiveValue value) {
    return value
        .value()
        .map(text -> value.option() + "=" + text)
        .orElse(value.option() + " not set");
  }

  private record Key(Optional<String> cluster, String option) {}

  private static Map<Key, EffectiveValue> byKey(LauncherConfiguration configuration) {
    Map<Key, EffectiveValue> values = new LinkedHashMap<>();
    configuration.values().stream()
        .filter(value -> !NOT_COMPARED.contains(value.option()))
        .forEach(value -> values.put(new Key(value.cluster(), value.option()), value));
    return values;
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
}
