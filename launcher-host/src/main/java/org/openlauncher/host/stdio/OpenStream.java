package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One stream that the launcher in front has opened. It asks its source for a piece, sends it, and
 * asks for the next when there is room: no thread waits for either, and a launcher that reads
 * slowly holds itself up alone.
 */
abstract class OpenStream<T> {
  private final BigInteger requestId;
  private final Responses responses;
  private final Executor executor;
  private long sequence;
  private @Nullable CompletableFuture<T> pending;
  private boolean over;
  private Runnable atEnd = () -> {};

  OpenStream(BigInteger requestId, Responses responses, Executor executor) {
    this.requestId = requestId;
    this.responses = responses;
    this.executor = executor;
  }

  /** The next piece. Only one call is under way; its future is cancelled when nobody waits. */
  abstract CompletableFuture<T> next();

  /** Sends a piece; returns whether more may come. */
  abstract boolean send(T piece);

  /** Lets go of everything. Called once. */
  abstract void release();

  BigInteger requestId() {
    return requestId;
  }

  Responses responses() {
    return responses;
  }

  /** Numbers the messages of a stream, from 1 on. */
  final long nextSequence() {
    return ++sequence;
  }

  /**
   * Begins.
   *
   * @param ended is told of the end, unless it is closed before
   */
  final void start(Runnable ended) {
    atEnd = ended;
    later(this::ask);
  }

  private void later(Runnable step) {
    try {
      executor.execute(step);
    } catch (RejectedExecutionException closing) {
      close();
    }
  }

  private void ask() {
    guarded(
        () -> {
          CompletableFuture<T> next = next();
          synchronized (this) {
            if (over) {
              next.cancel(false);
              return;
            }
            pending = next;
          }
          var unused = next.whenComplete((piece, failure) -> later(() -> take(piece, failure)));
        });
  }

  private void take(T piece, @Nullable Throwable failure) {
    synchronized (this) {
      if (over) {
        return;
      }
      pending = null;
    }
    if (failure != null) {
      fail(failure);
      return;
    }
    guarded(
        () -> {
          if (send(piece)) {
            var unused = responses.room().thenRun(() -> later(this::ask));
          } else {
            end();
          }
        });
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  /** Sends the failure, as the stream's end. */
  final void fail(Throwable failure) {
    if (end()) {
      responses.error(requestId, failure);
    }
  }

  private boolean end() {
    boolean first = close();
    if (first) {
      atEnd.run();
    }
    return first;
  }

  /** Ends it, and tells nobody. */
  final boolean close() {
    CompletableFuture<T> unfinished;
    synchronized (this) {
      if (over) {
        return false;
      }
      over = true;
      unfinished = pending;
    }
    if (unfinished != null) {
      unfinished.cancel(false);
    }
    release();
    return true;
  }

  /** Writes who a message of a multi-stream is for. */
  final Consumer<JsonGenerator> addressed(Consumer<JsonGenerator> members) {
    long number = nextSequence();
    return generator -> {
      generator.writeName("sequences");
      generator.writeStartArray();
      generator.writeStartObject();
      generator.writeNumberProperty("requestId", requestId);
      generator.writeNumberProperty("seqId", number);
      generator.writeEndObject();
      generator.writeEndArray();
      members.accept(generator);
    };
  }
}
