package org.openlauncher.host.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Answers the calls of one route. Must not block; refusals are thrown or fail the future. */
@FunctionalInterface
interface Endpoint {
  CompletableFuture<Answer> answer(Call call);

  /** An endpoint that has its answer at once. */
  static Endpoint immediate(Function<Call, Answer> function) {
    return call -> CompletableFuture.completedFuture(function.apply(call));
  }
}
