package org.openlauncher.host.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What {@link CompletableFuture} lacks. */
final class Futures {
  private Futures() {}

  /** A future of what is made from another's value; cancelling it cancels the other too. */
  static <T, R> CompletableFuture<R> dependent(
      CompletableFuture<T> source, Function<? super T, ? extends R> function) {
    CompletableFuture<R> result = source.thenApply(function);
    cancelWith(result, source);
    return result;
  }

  /** Cancels a future when another one was. */
  static void cancelWith(CompletableFuture<?> cancelled, CompletableFuture<?> source) {
    var unused =
        cancelled.whenComplete(
            (value, failure) -> {
              if (cancelled.isCancelled()) {
                source.cancel(false);
              }
            });
  }
}
