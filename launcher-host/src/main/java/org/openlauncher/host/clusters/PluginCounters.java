package org.openlauncher.host.clusters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.openlauncher.api.plugin.ClusterCounters;
import org.openlauncher.api.plugin.CounterName;

/** The counters of one opening of a cluster, and the numbers that it sets. */
final class PluginCounters implements ClusterCounters {
  private final Map<CounterName, Shown> numbers = new LinkedHashMap<>();

  /** Each is one of the two. */
  private sealed interface Shown {
    AtomicLong value();

    /** A number that only goes up. */
    record Sum(AtomicLong value) implements Shown, Counter {
      @Override
      public void add(long count) {
        if (count < 0) {
          throw new IllegalArgumentException("a counter only goes up, found " + count);
        }
        value.addAndGet(count);
      }
    }

    /** A number that is set. */
    record Level(AtomicLong value) implements Shown, Gauge {
      @Override
      public void set(long now) {
        value.set(now);
      }
    }
  }

  @Override
  public Counter counter(CounterName name) {
    return number(name, Shown.Sum.class, Shown.Sum::new);
  }

  @Override
  public Gauge gauge(CounterName name) {
    return number(name, Shown.Level.class, Shown.Level::new);
  }

  private synchronized <T extends Shown> T number(
      CounterName name, Class<T> kind, Function<AtomicLong, T> maker) {
    numbers.forEach(
        (other, number) -> {
          if (other.name().equals(name.name())
              && !(kind.isInstance(number)
                  && other.help().equals(name.help())
                  && other.labels().keySet().equals(name.labels().keySet()))) {
            throw new IllegalArgumentException(
                "counter "
                    + name.name()
                    + ": expected the help and labels of "
                    + other
                    + (kind.isInstance(number) ? "" : ", and the kind that it has"));
          }
        });
    Shown present = numbers.get(name);
    if (present != null) {
      return kind.cast(present);
    }
    if (numbers.size() == MOST) {
      throw new IllegalArgumentException(
          "counter " + name.name() + ": a cluster may have " + MOST + " counters, and has them");
    }
    T fresh = maker.apply(new AtomicLong());
    numbers.put(name, fresh);
    return fresh;
  }

  /** All of them, as they are now. */
  synchronized List<Clusters.CounterReading> read(String cluster) {
    List<Clusters.CounterReading> readings = new ArrayList<>();
    numbers.forEach(
        (name, number) ->
            readings.add(
                new Clusters.CounterReading(
                    cluster, name, number.value().get(), number instanceof Shown.Sum)));
    return readings;
  }
}
