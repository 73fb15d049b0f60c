package org.openlauncher.host.jobs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.job.JobId;

/**
 * The newest changes of all jobs, and those who wait for the next one. Readers hold a revision and
 * nothing else, so that a slow one costs nothing; one that fell behind the oldest change kept here
 * is told of a gap. Where many jobs change, readers are told of the changes of a few milliseconds
 * together: each time costs the waking up of two threads and a write to each reader.
 *
 * <p>INVARIANT: changes are added in the order of their revisions.
 */
public final class ChangeJournal {
  /** Some thousand jobs' lives; a change is about 200 bytes. */
  public static final int CAPACITY = 16_384;

  /** How long it takes to earn one more telling. */
  private static final long NANOS_A_TELLING = Duration.ofMillis(4).toNanos();

  /** How many tellings may be saved up: where little happens, all of it is told at once. */
  private static final int TELLINGS_AT_ONCE = 6;

  private final ArrayDeque<JobChange> changes = new ArrayDeque<>();
  private final Map<Scope, Set<Waiter>> waiters = new HashMap<>();

  /** Those for whom there is something, and who are told of it next. */
  private final Set<Waiter> reached = new LinkedHashSet<>();

  private final Executor completions;
  private final int capacity;
  private long forgotten;
  private boolean tellingIsDue;
  private long earned = System.nanoTime() - TELLINGS_AT_ONCE * NANOS_A_TELLING;

  /**
   * @param completions completes the futures of those who wait
   * @param capacity how many changes are kept
   */
  ChangeJournal(Executor completions, int capacity) {
    this.completions = completions;
    this.capacity = capacity;
  }

  /**
   * Begins with what was kept; changes up to {@code lastRevision} that are not among it are gone.
   */
  synchronized void begin(List<JobChange> kept, long lastRevision) {
    changes.addAll(kept);
    forgotten = kept.isEmpty() ? lastRevision : kept.get(0).revision() - 1;
    trim();
  }

  void add(JobChange change) {
    long pause;
    synchronized (this) {
      changes.addLast(change);
      trim();
      for (Scope scope : Scope.reachedBy(change)) {
        Set<Waiter> there = waiters.remove(scope);
        if (there != null) {
          reached.addAll(there);
        }
      }
      if (reached.isEmpty() || tellingIsDue) {
        return;
      }
      tellingIsDue = true;
      pause = pause();
    }
    tellAfter(pause);
  }

  /** How long the next telling has to wait. */
  private long pause() {
    long now = System.nanoTime();
    earned = Math.max(earned, now - TELLINGS_AT_ONCE * NANOS_A_TELLING) + NANOS_A_TELLING;
    return Math.max(0, earned - now);
  }

  private void tellAfter(long pause) {
    Executor then =
        pause == 0
            ? completions
            : CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS, completions);
    then.execute(this::tell);
  }

  private void tell() {
    List<Waiter> told;
    synchronized (this) {
      tellingIsDue = false;
      told = List.copyOf(reached);
      reached.clear();
    }
    // What a reader makes of it takes time: the others do not wait for the first.
    told.stream().skip(1).forEach(waiter -> completions.execute(waiter::tell));
    told.stream().limit(1).forEach(Waiter::tell);
  }

  /** What is known behind a revision; empty in a gap: then more was forgotten than is known. */
  synchronized Optional<List<JobChange>> after(long revision, Scope scope) {
    if (revision < forgotten) {
      return Optional.empty();
    }
    ArrayDeque<JobChange> found = new ArrayDeque<>();
    Iterator<JobChange> newestFirst = changes.descendingIterator();
    while (newestFirst.hasNext()) {
      JobChange change = newestFirst.next();
      if (change.revision() <= revision) {
        break;
      }
      if (scope.covers(change)) {
        found.addFirst(change);
      }
    }
    return Optional.of(List.copyOf(found));
  }

  /**
   * Completes as soon as there is a change behind the revision, or at once where the reader must
   * look anyway. Cancelling it stops the waiting.
   */
  CompletableFuture<Void> await(long revision, Scope scope) {
    Waiter waiter = new Waiter(new CompletableFuture<>());
    long pause = 0;
    synchronized (this) {
      boolean mustLook = after(revision, scope).map(found -> !found.isEmpty()).orElse(true);
      if (!mustLook) {
        waiters.computeIfAbsent(scope, key -> new LinkedHashSet<>()).add(waiter);
      } else if (tellingIsDue) {
        reached.add(waiter);
      } else {
        pause = pause();
        if (pause == 0) {
          return CompletableFuture.completedFuture(null);
        }
        reached.add(waiter);
        tellingIsDue = true;
      }
    }
    waiter.future().whenComplete((nothing, stopped) -> leave(scope, waiter));
    if (pause > 0) {
      tellAfter(pause);
    }
    return waiter.future();
  }

  /** The greatest revision that is known to be forgotten. */
  synchronized long forgotten() {
    return forgotten;
  }

  synchronized int waiting() {
    return reached.size() + waiters.values().stream().mapToInt(Set::size).sum();
  }

  private synchronized void leave(Scope scope, Waiter waiter) {
    reached.remove(waiter);
    Set<Waiter> there = waiters.get(scope);
    if (there != null && there.remove(waiter) && there.isEmpty()) {
      waiters.remove(scope);
    }
  }

  private void trim() {
    while (changes.size() > capacity) {
      forgotten = changes.removeFirst().revision();
    }
  }

  /** Compared by identity: two readers of one scope are two. */
  private static final class Waiter {
    private final CompletableFuture<Void> future;

    Waiter(CompletableFuture<Void> future) {
      this.future = future;
    }

    CompletableFuture<Void> future() {
      return future;
    }

    void tell() {
      future.complete(null);
    }
  }

  /** Whose changes a reader sees. */
  sealed interface Scope {
    /** Everybody's. */
    record Everything() implements Scope {}

    /**
     * One owner's.
     *
     * @param name the owner
     */
    record Owner(String name) implements Scope {}

    /**
     * One job's.
     *
     * @param id the job
     */
    record One(JobId id) implements Scope {}

    default boolean covers(JobChange change) {
      if (this instanceof Owner owner) {
        return owner.name().equals(change.owner());
      }
      if (this instanceof One one) {
        return one.id().equals(change.job());
      }
      return true;
    }

    static List<Scope> reachedBy(JobChange change) {
      return List.of(new Everything(), new Owner(change.owner()), new One(change.job()));
    }
  }
}
