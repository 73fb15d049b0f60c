package org.openlauncher.plugin.nativeplugin;

import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.CounterName;
import tools.jackson.databind.JsonNode;

/** What plugins of version 3.7 and later tell of themselves, as counters of the cluster. */
final class PluginMetrics {
  private final ClusterCounters.Counter interactions;
  private final ClusterCounters.Counter milliseconds;

  PluginMetrics(ClusterCounters counters) {
    interactions =
        counters.counter(
            CounterName.of(
                "native_scheduler_requests",
                "Requests of the native plugin to its scheduler that took at most 30 s."));
    milliseconds =
        counters.counter(
            CounterName.of(
                "native_scheduler_milliseconds",
                "How long the native plugin has waited for its scheduler, in milliseconds."));
  }

  void take(JsonNode message) {
    JsonNode sample = message.path("clusterInteractionLatencySample");
    long count = 0;
    for (JsonNode bucket : sample.path("buckets")) {
      count += Math.max(0, bucket.asLong(0));
    }
    interactions.add(count);
    double seconds = sample.path("sum").asDouble(0);
    milliseconds.add(seconds > 0 ? Math.round(seconds * 1_000) : 0);
  }
}
