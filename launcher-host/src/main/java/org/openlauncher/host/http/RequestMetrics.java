package org.openlauncher.host.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests that were answered. */
final class RequestMetrics implements MetricSource {
  private static final double NANOSECONDS = 1e9;

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, Duration> durations = new ConcurrentHashMap<>();

  /**
   * Counts a request.
   *
   * @param route its route's method and template; never the path itself, of which there are
   *     arbitrarily many
   * @param status the answer's status
   * @param nanoseconds how long the answer took
   */
  void count(String route, int status, long nanoseconds) {
    counts.computeIfAbsent(new Key(route, status), key -> new LongAdder()).increment();
    Duration duration = durations.computeIfAbsent(route, key -> new Duration());
    duration.nanoseconds.add(nanoseconds);
    duration.count.increment();
  }

  @Override
  public List<Metric> metrics() {
    List<Sample> requests =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    new Sample(
                        Map.of(
                            "route",
                            entry.getKey().route,
                            "code",
                            Integer.toString(entry.getKey().status)),
                        entry.getValue().sum()))
            .toList();
    List<Sample> seconds = new ArrayList<>();
    durations.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              Map<String, String> labels = Map.of("route", entry.getKey());
              Duration duration = entry.getValue();
              seconds.add(new Sample("_sum", labels, duration.nanoseconds.sum() / NANOSECONDS));
              seconds.add(new Sample("_count", labels, duration.count.sum()));
            });
    return List.of(
        new Metric(
            "openlauncher_http_requests_total",
            "Requests answered, by route and status code.",
            Type.COUNTER,
            requests),
        new Metric(
            "openlauncher_http_request_duration_seconds",
            "Time to the answer; of a stream, to its beginning.",
            Type.SUMMARY,
            seconds));
  }

  private record Key(String route, int status) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::route).thenComparingInt(Key::status).compare(this, other);
    }
  }

  private static final class Duration {
    private final LongAdder nanoseconds = new LongAdder();
    private final LongAdder count = new LongAdder();
  }
}
