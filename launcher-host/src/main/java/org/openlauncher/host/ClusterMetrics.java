package org.openlauncher.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.host.clusters.Clusters.CounterReading;
import org.openlauncher.host.http.MetricSource;

/**
 * The counters that clusters keep, and the numbers that they set, under names that only they have.
 */
final class ClusterMetrics implements MetricSource {
  private static final String PREFIX = "openlauncher_plugin_";
  private static final String SUFFIX = "_total";

  private final Supplier<List<CounterReading>> readings;

  ClusterMetrics(Supplier<List<CounterReading>> readings) {
    this.readings = readings;
  }

  @Override
  public List<Metric> metrics() {
    Map<String, List<CounterReading>> byName = new LinkedHashMap<>();
    for (CounterReading reading : readings.get()) {
      byName.computeIfAbsent(name(reading), name -> new ArrayList<>()).add(reading);
    }
    return byName.values().stream().map(ClusterMetrics::metric).toList();
  }

  private static Metric metric(List<CounterReading> sameName) {
    CounterReading first = sameName.get(0);
    return new Metric(
        name(first),
        first.counter().help(),
        first.growing() ? Type.COUNTER : Type.GAUGE,
        sameName.stream().map(ClusterMetrics::sample).toList());
  }

  private static String name(CounterReading reading) {
    return PREFIX + reading.counter().name() + (reading.growing() ? SUFFIX : "");
  }

  private static Sample sample(CounterReading reading) {
    Map<String, String> labels = new HashMap<>(reading.counter().labels());
    labels.put(CounterName.CLUSTER, reading.cluster());
    return new Sample(labels, reading.value());
  }
}
