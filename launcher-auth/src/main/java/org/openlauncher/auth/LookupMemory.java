package org.openlauncher.auth;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.openlauncher.api.error.LauncherException;

/**
 * Remembers answers for a while, refusals for a shorter while, failures not at all. Of any key
 * there is one look-up at a time, done by the thread that asked first; the others wait for it.
 * Holds a bounded number of answers, dropping what was not asked for longest. Safe from any thread.
 *
 * @param <T> what is looked up
 */
final class LookupMemory<T> {
  private final Function<String, Optional<T>> source;
  private final Duration foundFor;
  private final Duration missingFor;
  private final LongSupplier nanoTime;
  private final Map<String, Lookup<T>> lookups;

  LookupMemory(
      Function<String, Optional<T>> source,
      Duration foundFor,
      Duration missingFor,
      int most,
      LongSupplier nanoTime) {
    this.source = source;
    this.foundFor = foundFor;
    this.missingFor = missingFor;
    this.nanoTime = nanoTime;
    this.lookups = new LeastRecentlyUsed<>(most);
  }

  /** An answer, or the promise of one. */
  private static final class Lookup<T> {
    private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();

    boolean isCurrent(long now) {
      return !answer.isDone()
          || (!answer.isCompletedExceptionally() && now - answer.join().expiry() < 0);
    }
  }

  private record Answer<T>(Optional<T> value, long expiry) {}

  private static final class LeastRecentlyUsed<T> extends LinkedHashMap<String, Lookup<T>> {
    private static final long serialVersionUID = 1L;

    private final int most;

    LeastRecentlyUsed(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Lookup<T>> eldest) {
      return size() > most;
    }
  }

  Optional<T> find(String key) {
    while (true) {
      Lookup<T> own = new Lookup<>();
      Lookup<T> current = currentOr(key, own);
      try {
        return current == own ? look(key, own) : current.answer.join().value();
      } catch (CancellationException askerWasInterrupted) {
        // Its interruption is no reason to let this caller down.
      } catch (CompletionException failure) {
        if (failure.getCause() instanceof LauncherException told) {
          throw told;
        }
        throw failure;
      }
    }
  }

  /** What is known now; empty where it would have to be looked up. Waits for nobody. */
  synchronized Optional<T> remembered(String key) {
    Lookup<T> known = lookups.get(key);
    return known != null && known.answer.isDone() && known.isCurrent(nanoTime.getAsLong())
        ? known.answer.join().value()
        : Optional.empty();
  }

  private synchronized Lookup<T> currentOr(String key, Lookup<T> own) {
    Lookup<T> known = lookups.get(key);
    if (known != null && known.isCurrent(nanoTime.getAsLong())) {
      return known;
    }
    lookups.put(key, own);
    return own;
  }

  private Optional<T> look(String key, Lookup<T> own) {
    try {
      Optional<T> value = source.apply(key);
      Duration lifetime = value.isPresent() ? foundFor : missingFor;
      own.answer.complete(new Answer<>(value, nanoTime.getAsLong() + lifetime.toNanos()));
      return value;
    } catch (LauncherException failure) {
      if (!Thread.currentThread().isInterrupted()) {
        own.answer.completeExceptionally(failure);
      }
      throw failure;
    } finally {
      // Whatever happened, nobody waits on.
      own.answer.cancel(false);
    }
  }
}
