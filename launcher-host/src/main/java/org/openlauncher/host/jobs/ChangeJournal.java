package org.openlauncher.host.jobs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.openlauncher.api.job.JobId;

/**
 * The newest changes of all jobs, and those who wait for the next one. Readers hold a revision and
 * nothing else, so that a slow one costs nothing; one that fell behind the oldest change kept here
 * is told of a gap.
 *
 * <p>INVARIANT: changes are added in the order of their revisions.
 */
public final class ChangeJournal {
  /** Some thousand jobs' lives; a change is about 200 bytes. */
  public static final int CAPACITY = 16_384;

  private final ArrayDeque<JobChange> changes = new ArrayDeque<>();
  private final Map<Scope, Set<Waiter>> waiters = new HashMap<>();
  private final Executor completions;
  private final int capacity;
  private long forgotten;

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
    List<Waiter> reached = new ArrayList<>();
    synchronized (this) {
      changes.addLast(change);
      trim();
      for (Scope scope : Scope.reachedBy(change)) {
        Set<Waiter> there = waiters.remove(scope);
        if (there != null) {
          reached.addAll(there);
        }
      }
    }
    for (Waiter waiter : reached) {
      completions.execute(() -> waiter.future().complete(null));
    }
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
    synchronized (this) {
      boolean mustLook = after(revision, scope).map(found -> !found.isEmpty()).orElse(true);
      if (mustLook) {
        return CompletableFuture.completedFuture(null);
      }
      waiters.computeIfAbsent(scope, key -> new LinkedHashSet<>()).add(waiter);
    }
    waiter.future().whenComplete((nothing, stopped) -> leave(scope, waiter));
    return waiter.future();
  }

  /** The greatest revision that is known to be forgotten. */
  synchronized long forgotten() {
    return forgotten;
  }

  synchronized int waiting() {
    return waiters.values().stream().mapToInt(Set::size).sum();
  }

  private synchronized void leave(Scope scope, Waiter waiter) {
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
