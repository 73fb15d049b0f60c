package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads that openings of a cluster have left behind which were closed. */
final class LeftoverThreads {
  /** A thread that was told to end may take a moment for it. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final List<Ended> ended = new ArrayList<>();

  private record Ended(ThreadGroup group, long since) {}

  /** From now on these should not be there any more. */
  synchronized void watch(ThreadGroup group) {
    sweep();
    ended.add(new Ended(group, System.nanoTime()));
  }

  /** How many there are that had time enough to end. */
  synchronized int count() {
    sweep();
    return ended.stream()
        .filter(each -> System.nanoTime() - each.since() > GRACE.toNanos())
        .mapToInt(each -> each.group().activeCount())
        .sum();
  }

  private void sweep() {
    ended.removeIf(each -> each.group().activeCount() == 0 && destroyed(each.group()));
  }

  /** Java 17 keeps an empty group for ever, unless it is told that nobody will use it again. */
  @SuppressWarnings("removal")
  private static boolean destroyed(ThreadGroup group) {
    try {
      group.destroy();
    } catch (IllegalThreadStateException beganMeanwhile) {
      return group.isDestroyed();
    }
    return true;
  }
}
