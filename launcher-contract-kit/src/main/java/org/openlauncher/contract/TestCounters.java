package org.openlauncher.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.CounterName;

/** Counters that tests can read. */
public final class TestCounters implements ClusterCounters {
  private final Map<CounterName, AtomicLong> counters = new ConcurrentHashMap<>();

  @Override
  public Counter counter(CounterName name) {
    AtomicLong sum = counters.computeIfAbsent(name, fresh -> new AtomicLong());
    if (counters.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " counters: " + counters.keySet());
    }
    return count -> {
      if (count < 0) {
        throw new IllegalArgumentException("a counter only goes up, found " + count);
      }
      sum.addAndGet(count);
    };
  }

  @Override
  public Gauge gauge(CounterName name) {
    AtomicLong level = counters.computeIfAbsent(name, fresh -> new AtomicLong());
    return level::set;
  }

  /** The sum of the counters of one name, whatever their labels. */
  public long sum(String name) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().name().equals(name))
        .mapToLong(counter -> counter.getValue().get())
        .sum();
  }
}
