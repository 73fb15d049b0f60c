package org.openlauncher.host.plugins;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Which plugins have come from which bundle. Safe from any thread. */
public final class PluginArrivals {
  private final Map<Long, List<Arrival>> byBundle = new HashMap<>();

  /**
   * A plugin that has come.
   *
   * @param type of which clusters
   * @param outcome what hinders it to serve them
   */
  record Arrival(String type, CompletableFuture<List<String>> outcome) {}

  /**
   * A plugin has come.
   *
   * @param bundle the number of its bundle
   * @param outcome completes with what hinders it, when it has tried to open all its clusters
   */
  public synchronized void arrived(
      long bundle, String type, CompletableFuture<List<String>> outcome) {
    byBundle
        .computeIfAbsent(bundle, fresh -> new CopyOnWriteArrayList<>())
        .add(new Arrival(type, outcome));
    notifyAll();
  }

  synchronized List<Arrival> of(long bundle) {
    return List.copyOf(byBundle.getOrDefault(bundle, List.of()));
  }

  synchronized void forget(long bundle) {
    byBundle.remove(bundle);
  }

  /** Waits for plugins of these types; of any type, where none is named. Which ones are missing. */
  synchronized Set<String> await(long bundle, Set<String> needed, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Set<String> missing = missing(bundle, needed);
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (missing.isEmpty() || left <= 0) {
        return missing;
      }
      wait(left);
    }
  }

  private Set<String> missing(long bundle, Set<String> needed) {
    List<Arrival> there = of(bundle);
    if (needed.isEmpty()) {
      return there.isEmpty() ? Set.of("any") : Set.of();
    }
    Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    missing.addAll(needed);
    there.forEach(arrival -> missing.remove(arrival.type()));
    return missing;
  }
}
