package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.host.clusters.Clusters.CounterReading;
import org.openlauncher.host.http.MetricSource;
import org.openlauncher.host.http.MetricSource.Metric;
import org.openlauncher.host.http.MetricSource.Sample;

final class ClusterMetricsTest {
  @Test
  void countersOfOneNameAreOneMetricWhateverTheirCluster() {
    CounterName squeue = new CounterName("commands", "Commands.", Map.of("command", "squeue"));
    CounterName requests = CounterName.of("requests", "Requests.");
    ClusterMetrics metrics =
        new ClusterMetrics(
            () ->
                List.of(
                    new CounterReading("One", squeue, 1, true),
                    new CounterReading("One", requests, 2, true),
                    new CounterReading("Two", squeue, 3, true),
                    new CounterReading("Two", requests, 4, false)));

    assertThat(metrics.metrics())
        .containsExactly(
            new Metric(
                "openlauncher_plugin_commands_total",
                "Commands.",
                MetricSource.Type.COUNTER,
                List.of(
                    new Sample(Map.of("cluster", "One", "command", "squeue"), 1),
                    new Sample(Map.of("cluster", "Two", "command", "squeue"), 3))),
            new Metric(
                "openlauncher_plugin_requests_total",
                "Requests.",
                MetricSource.Type.COUNTER,
                List.of(new Sample(Map.of("cluster", "One"), 2))),
            new Metric(
                "openlauncher_plugin_requests",
                "Requests.",
                MetricSource.Type.GAUGE,
                List.of(new Sample(Map.of("cluster", "Two"), 4))));
  }
}
