package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobId;

/**
 * The reading of all records of an owner, slice by slice: of thousands it takes seconds, in which
 * no end would be seen that a job has just written. A slice is as large as can be read in a moment.
 * For one thread at a time.
 */
final class WholeReading {
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final int SMALLEST = 32;
  private static final int LARGEST = 4_096;

  /** At most this part of the time is spent on it. */
  private static final int REST_PER_READING = 5;

  private final Deque<JobId> unread = new ArrayDeque<>();
  private final Duration shortestRest;
  private int size = SMALLEST * 8;
  private Duration spent = Duration.ZERO;
  private long next;

  /**
   * @param now as System.nanoTime tells it; the first reading is due then
   * @param shortestRest between two readings of all
   */
  WholeReading(long now, Duration shortestRest) {
    this.next = now;
    this.shortestRest = shortestRest;
  }

  /** Whether records are to be read. */
  boolean due(long now) {
    return !unread.isEmpty() || now - next >= 0;
  }

  /** Those of the living jobs whose records are to be read now. */
  List<TrackedJob> slice(Collection<TrackedJob> living) {
    if (unread.isEmpty()) {
      living.forEach(job -> unread.add(job.id()));
      spent = Duration.ZERO;
    }
    Map<JobId, TrackedJob> byId =
        living.stream().collect(Collectors.toMap(TrackedJob::id, Function.identity()));
    List<TrackedJob> slice = new ArrayList<>();
    while (!unread.isEmpty() && slice.size() < size) {
      TrackedJob job = byId.get(unread.remove());
      if (job != null) {
        slice.add(job);
      }
    }
    return slice;
  }

  /** Notes how long the slice took that was handed out last. */
  void read(int jobs, Duration took, long now) {
    if (took.compareTo(MOMENT) > 0) {
      size = Math.max(SMALLEST, size / 2);
    } else if (jobs == size && took.compareTo(MOMENT.dividedBy(4)) < 0) {
      size = Math.min(LARGEST, size * 2);
    }
    spent = spent.plus(took);
    Duration rest = spent.multipliedBy(REST_PER_READING);
    next = now + (rest.compareTo(shortestRest) > 0 ? rest : shortestRest).toNanos();
  }

  /** Notes that a slice could not be read: all are due again. */
  void failed(long now) {
    unread.clear();
    next = now;
  }
}
