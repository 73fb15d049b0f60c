package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * Something to be asked of the plugin.
 *
 * @param job which job; empty for all
 * @param attempt how often it was asked before
 * @param due when, by {@link System#nanoTime}
 */
record Look(Optional<TrackedJob> job, int attempt, long due) implements Delayed {
  static Look at(TrackedJob job, int attempt, Duration delay) {
    return new Look(Optional.of(job), attempt, System.nanoTime() + delay.toNanos());
  }

  static Look atAll(Duration delay) {
    return new Look(Optional.empty(), 0, System.nanoTime() + delay.toNanos());
  }

  /** The same after another while. */
  Look in(Duration delay) {
    return new Look(job, attempt, System.nanoTime() + delay.toNanos());
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
