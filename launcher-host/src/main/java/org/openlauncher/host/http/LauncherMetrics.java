package org.openlauncher.host.http;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;

/** Numbers about this process and its front door. */
final class LauncherMetrics implements MetricSource {
  private static final double MILLISECONDS = 1e3;

  private final OpenStreams streams;

  LauncherMetrics(OpenStreams streams) {
    this.streams = streams;
  }

  @Override
  public List<Metric> metrics() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    return List.of(
        new Metric(
            "openlauncher_open_streams",
            "Streams that are open, by kind.",
            Type.GAUGE,
            streams.countByKind().entrySet().stream()
                .map(entry -> new Sample(Map.of("kind", entry.getKey()), entry.getValue()))
                .toList()),
        Metric.of(
            "openlauncher_uptime_seconds",
            "Time since the process was started.",
            Type.GAUGE,
            ManagementFactory.getRuntimeMXBean().getUptime() / MILLISECONDS),
        new Metric(
            "openlauncher_jvm_memory_used_bytes",
            "Memory that the Java virtual machine uses, by area.",
            Type.GAUGE,
            List.of(
                new Sample(Map.of("area", "heap"), heap.getUsed()),
                new Sample(Map.of("area", "nonheap"), other.getUsed()))),
        Metric.of(
            "openlauncher_jvm_memory_max_bytes",
            "The largest heap that the Java virtual machine may use.",
            Type.GAUGE,
            (double) heap.getMax()),
        Metric.of(
            "openlauncher_jvm_threads",
            "Live threads.",
            Type.GAUGE,
            ManagementFactory.getThreadMXBean().getThreadCount()));
  }
}
