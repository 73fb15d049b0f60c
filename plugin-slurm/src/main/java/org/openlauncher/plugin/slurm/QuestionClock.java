package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * When the scheduler is asked next: regularly, more seldom where its answers take long, and a few
 * seconds after a question that failed, so that its return is seen soon. With some jitter, so that
 * the launchers of a site do not ask all at once. Safe from any thread.
 */
final class QuestionClock {
  private static final Duration HASTE = Duration.ofMillis(800);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final Duration SHORTEST_AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(20);
  private static final int REST_PER_QUESTION = 5;
  private static final double JITTER = 0.1;

  private final Duration interval;
  private final LongSupplier nanoTime;
  private boolean asking;
  private boolean failing;
  private long lastAsked;
  private long next;

  /**
   * @param interval how often there is a question where all is well
   */
  QuestionClock(Duration interval) {
    this(interval, System::nanoTime);
  }

  QuestionClock(Duration interval, LongSupplier nanoTime) {
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.lastAsked = nanoTime.getAsLong();
    this.next = lastAsked;
  }

  /** Lets the next question come as soon as one may follow the last. */
  synchronized void hasten() {
    next = Math.min(next, lastAsked + HASTE.toNanos());
  }

  /** Whether the last question had no answer. */
  synchronized boolean failing() {
    return failing;
  }

  /** Whether there is a question that has no answer yet. */
  synchronized boolean asking() {
    return asking;
  }

  /** How long it is until the regular question; negative where it is late. */
  synchronized Duration untilNext() {
    return Duration.ofNanos(next - nanoTime.getAsLong());
  }

  /** Whether the regular question is due. */
  synchronized boolean due() {
    return !asking && nanoTime.getAsLong() - next >= 0;
  }

  /** Whether a question may come ahead of its turn, where there is reason for one. */
  synchronized boolean mayHurry() {
    return !asking && !failing && nanoTime.getAsLong() - lastAsked >= HASTE.toNanos();
  }

  /** Whether the last question was so long ago. */
  synchronized boolean restedFor(Duration rest) {
    return nanoTime.getAsLong() - lastAsked >= rest.toNanos();
  }

  /** A question is put. */
  synchronized void begin() {
    asking = true;
  }

  /** It was not put after all. */
  synchronized void abandon() {
    asking = false;
  }

  /**
   * It has had its answer, or has failed.
   *
   * @param took how long that took
   */
  synchronized void end(Duration took, boolean failed) {
    Duration pause =
        failed
            ? within(took, SHORTEST_AFTER_FAILURE, LONGEST_AFTER_FAILURE)
            : within(took.multipliedBy(REST_PER_QUESTION), interval, longest());
    double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    lastAsked = nanoTime.getAsLong();
    next = lastAsked + (long) (pause.toNanos() * jitter);
    failing = failed;
    asking = false;
  }

  private Duration longest() {
    return interval.compareTo(LONGEST_PAUSE) > 0 ? interval : LONGEST_PAUSE;
  }

  private static Duration within(Duration duration, Duration least, Duration most) {
    return duration.compareTo(least) < 0 ? least : duration.compareTo(most) > 0 ? most : duration;
  }
}
