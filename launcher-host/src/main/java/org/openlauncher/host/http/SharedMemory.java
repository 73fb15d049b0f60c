package org.openlauncher.host.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * How much memory large requests and answers may take at once; further ones wait their turn. A body
 * is in memory several times over until its request is answered, and an answer until its reader has
 * taken it. One user gets half of the room at most, so that slow ones keep out nobody but
 * themselves.
 */
final class SharedMemory {
  private static final int SMALL = 64 * 1024;

  /** So much memory a byte of a body may need while it is worked on. */
  private static final int COPIES = 10;

  private final long capacity;
  private final Duration patience;
  private final Map<String, Long> used = new HashMap<>();
  private final List<Turn> waiting = new ArrayList<>();
  private long usedByAll;

  private record Turn(String user, long size, CompletableFuture<Void> come) {}

  /**
   * @param largestBody the largest body that is taken; there is room for more than one
   * @param patience how long a request waits for its turn
   */
  SharedMemory(long largestBody, Duration patience) {
    this(largestBody, patience, Runtime.getRuntime().maxMemory() / COPIES);
  }

  SharedMemory(long largestBody, Duration patience, long capacity) {
    this.patience = patience;
    this.capacity = Math.max(2 * largestBody, capacity);
  }

  /**
   * Completes when there is room for so many bytes. They count until the request is answered.
   *
   * @return fails with {@code TooManyRequests} where its turn does not come in time
   */
  CompletableFuture<Void> reserve(Request request, String user, long size) {
    if (size <= SMALL) {
      return CompletableFuture.completedFuture(null);
    }
    Turn turn = new Turn(user, size, new CompletableFuture<>());
    Request.addCompletionListener(request, failure -> left(turn));
    synchronized (this) {
      if (!take(turn)) {
        waiting.add(turn);
        return turn.come()
            .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
            .exceptionallyCompose(late -> CompletableFuture.failedFuture(tooMany()));
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  private synchronized boolean take(Turn turn) {
    long own = used.getOrDefault(turn.user(), 0L);
    if (usedByAll + turn.size() > capacity || (own > 0 && own + turn.size() > capacity / 2)) {
      return false;
    }
    used.put(turn.user(), own + turn.size());
    usedByAll += turn.size();
    return true;
  }

  private void left(Turn turn) {
    List<Turn> next = new ArrayList<>();
    synchronized (this) {
      if (!waiting.remove(turn)) {
        usedByAll -= turn.size();
        used.compute(
            turn.user(),
            (user, own) -> own == null || own <= turn.size() ? null : own - turn.size());
      }
      Iterator<Turn> each = waiting.iterator();
      while (each.hasNext()) {
        Turn candidate = each.next();
        if (!candidate.come().isDone() && take(candidate)) {
          each.remove();
          next.add(candidate);
        }
      }
    }
    next.forEach(candidate -> candidate.come().complete(null));
  }

  private static LauncherException tooMany() {
    return new LauncherException(
        ErrorCode.TOO_MANY_REQUESTS,
        "too many large requests are being worked on; send this one again in a moment");
  }
}
