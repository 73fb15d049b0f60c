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

/** The counters that clusters keep, under names that only they have. */
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
      byName.computeIfAbsent(reading.counter().name(), name -> new ArrayList<>()).add(reading);
    }
    return byName.values().stream().map(ClusterMetrics::metric).toList();
  }

  private static Metric metric(List<CounterReading> sameName) {
    CounterName first = sameName.get(0).counter();
    return new Metric(
        PREFIX + first.name() + SUFFIX,
        first.help(),
        Type.COUNTER,
        sameName.stream().map(ClusterMetrics::sample).toList());
  }

  private static Sample sample(CounterReading reading) {
    Map<String, String> labels = new HashMap<>(reading.counter().labels());
    labels.put(CounterName.CLUSTER, reading.cluster());
    return new Sample(labels, reading.value());
  }
}
