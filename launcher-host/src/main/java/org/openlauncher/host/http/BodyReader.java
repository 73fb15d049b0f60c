package org.openlauncher.host.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Reads a request's whole body without holding a thread, and no more of it than is allowed. */
final class BodyReader implements Runnable {
  private final Request request;
  private final long limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  private BodyReader(Request request, long limit) {
    this.request = request;
    this.limit = limit;
  }

  /** How long the body will be, as far as the client says. */
  static long announced(Request request, long limit) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    return announced < 0 ? limit : Math.min(announced, limit);
  }

  static CompletableFuture<byte[]> read(Request request, long limit, Duration timeout) {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > limit) {
      return CompletableFuture.failedFuture(tooLarge(limit));
    }
    BodyReader reader = new BodyReader(request, limit);
    reader.run();
    if (reader.result.isDone()) {
      return reader.result;
    }
    return reader
        .result
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
  }

  @Override
  public void run() {
    while (!result.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        result.completeExceptionally(refusal(chunk.getFailure()));
        return;
      }
      ByteBuffer buffer = chunk.getByteBuffer();
      if (bytes.size() + (long) buffer.remaining() > limit) {
        chunk.release();
        result.completeExceptionally(tooLarge(limit));
        return;
      }
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
      boolean last = chunk.isLast();
      chunk.release();
      if (last) {
        result.complete(bytes.toByteArray());
      }
    }
  }

  private static LauncherException refusal(Throwable failure) {
    if (failure instanceof LauncherException known) {
      return known;
    }
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        failure instanceof TimeoutException
            ? "the request's body stopped coming"
            : "the request's body can't be read: it ends early or is not encoded as announced",
        failure);
  }

  private static LauncherException tooLarge(long limit) {
    return new LauncherException(
        ErrorCode.PAYLOAD_TOO_LARGE,
        "the request's body is larger than the " + limit + " bytes that are taken here");
  }
}
