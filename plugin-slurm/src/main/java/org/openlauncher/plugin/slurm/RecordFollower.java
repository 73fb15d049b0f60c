package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the records of all living jobs read again and again, each owner's for itself: a folder that
 * hangs delays nobody else. Needs no answer of the scheduler. All records are read in slices, and
 * between these those that have changed.
 */
final class RecordFollower {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFollower.class);
  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  /** A reading that takes long is not repeated at once: at most this part of the time is read. */
  private static final int REST_PER_READING = 5;

  /** So long after a job told of itself it may become known; most that are unknown have ended. */
  private static final Duration BEFORE_KNOWN = Duration.ofMinutes(2);

  private final RecordReader reader;
  private final Executor executor;
  private final Function<JobId, Optional<TrackedJob>> tracked;
  private final Map<Owner, Turn> turns = new HashMap<>();

  /** Whose jobs are where. */
  private record Owner(ProcessUser user, Path storage) {
    static Owner of(TrackedJob job) {
      return new Owner(job.handle().user(), job.handle().storage());
    }
  }

  private static final class Turn {
    private boolean reading;
    private boolean failed;
    private boolean changesFirst;
    private long next = System.nanoTime();
    private final Map<JobId, Long> early = new HashMap<>();
    private final WholeReading whole = new WholeReading(next, SHORTEST);
  }

  /**
   * @param tracked finds a job that is followed
   */
  RecordFollower(
      RecordReader reader, Executor executor, Function<JobId, Optional<TrackedJob>> tracked) {
    this.reader = reader;
    this.executor = executor;
    this.tracked = tracked;
  }

  /** Has those read whose turn it is. */
  synchronized void tick(Collection<TrackedJob> living) {
    Map<Owner, List<TrackedJob>> byOwner =
        living.stream().collect(Collectors.groupingBy(Owner::of));
    turns
        .entrySet()
        .removeIf(entry -> !byOwner.containsKey(entry.getKey()) && !entry.getValue().reading);
    long now = System.nanoTime();
    byOwner.forEach(
        (owner, jobs) -> {
          Turn turn = turns.computeIfAbsent(owner, unknown -> new Turn());
          if (!turn.reading && now - turn.next >= 0) {
            turn.reading = true;
            try {
              executor.execute(() -> read(owner, turn, jobs));
            } catch (RejectedExecutionException closing) {
              turn.reading = false;
            }
          }
        });
  }

  private void read(Owner owner, Turn turn, List<TrackedJob> jobs) {
    long before = System.nanoTime();
    boolean slice = !turn.changesFirst && turn.whole.due(before);
    boolean failed = false;
    try {
      if (slice) {
        List<TrackedJob> some = turn.whole.slice(jobs);
        reader.read(owner.user(), owner.storage(), some);
        long now = System.nanoTime();
        turn.whole.read(some.size(), Duration.ofNanos(now - before), now);
      } else {
        readChanges(owner, turn);
      }
    } catch (LauncherException unreadable) {
      failed = true;
      if (!turn.failed) {
        LOG.warn("{}: {}", owner.storage(), unreadable.getMessage());
      }
    } catch (RuntimeException | Error fault) {
      failed = true;
      LOG.error("the records in {} can't be read", owner.storage(), fault);
    }
    if (failed) {
      turn.whole.failed(System.nanoTime());
    }
    synchronized (this) {
      long now = System.nanoTime();
      turn.next = now + rest(slice, failed, now - before);
      turn.changesFirst = slice && !failed;
      turn.failed = failed;
      turn.reading = false;
    }
  }

  /** A job can have begun, and told so, before Slurm's answer to its submission was read. */
  private void readChanges(Owner owner, Turn turn) {
    long now = System.nanoTime();
    turn.early.values().removeIf(since -> now - since > BEFORE_KNOWN.toNanos());
    List<TrackedJob> known =
        turn.early.keySet().stream().map(id -> job(owner, id)).flatMap(Optional::stream).toList();
    if (!known.isEmpty()) {
      reader.read(owner.user(), owner.storage(), known);
      known.forEach(job -> turn.early.remove(job.id()));
    }
    reader
        .readChanges(owner.user(), owner.storage(), id -> job(owner, id))
        .forEach(id -> turn.early.put(id, now));
  }

  /** Nobody's file speaks for a job of somebody else's. */
  private Optional<TrackedJob> job(Owner owner, JobId id) {
    return tracked.apply(id).filter(job -> Owner.of(job).equals(owner));
  }

  /** Changes are looked for at once after each slice of all records, and then rested from. */
  private static long rest(boolean slice, boolean failed, long took) {
    if (failed) {
      return AFTER_FAILURE.toNanos();
    }
    return slice ? 0 : Math.max(SHORTEST.toNanos(), REST_PER_READING * took);
  }
}
