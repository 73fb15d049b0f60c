package org.openlauncher.host.clusters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.CounterName;

/** The counters of one opening of a cluster. */
final class PluginCounters implements ClusterCounters {
  private final Map<CounterName, Sum> counters = new LinkedHashMap<>();

  @Override
  public synchronized Counter counter(CounterName name) {
    Sum present = counters.get(name);
    if (present != null) {
      return present;
    }
    for (CounterName other : counters.keySet()) {
      if (other.name().equals(name.name())
          && !(other.help().equals(name.help())
              && other.labels().keySet().equals(name.labels().keySet()))) {
        throw new IllegalArgumentException(
            "counter " + name.name() + ": expected the help and labels of " + other);
      }
    }
    if (counters.size() == MOST) {
      throw new IllegalArgumentException(
          "counter " + name.name() + ": a cluster may have " + MOST + " counters, and has them");
    }
    Sum fresh = new Sum();
    counters.put(name, fresh);
    return fresh;
  }

  /** All of them, as they are now. */
  synchronized List<Clusters.CounterReading> read(String cluster) {
    List<Clusters.CounterReading> readings = new ArrayList<>();
    counters.forEach(
        (name, sum) -> readings.add(new Clusters.CounterReading(cluster, name, sum.value())));
    return readings;
  }

  private static final class Sum implements Counter {
    private final LongAdder adder = new LongAdder();

    @Override
    public void add(long count) {
      if (count < 0) {
        throw new IllegalArgumentException("a counter only goes up, found " + count);
      }
      adder.add(count);
    }

    long value() {
      return adder.sum();
    }
  }
}
