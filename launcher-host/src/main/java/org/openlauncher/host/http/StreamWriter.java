package org.openlauncher.host.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.openlauncher.host.json.ErrorJson;

/**
 * Sends one stream: asks the source for a piece, writes it, asks for the next. Holds no thread
 * while it waits for either. Ends when the source does, when a write fails or makes no progress for
 * the connection's idle time, or when the client is seen to have gone; the source is closed then,
 * once, and its pending piece cancelled.
 *
 * <p>{@link #process} runs on one thread at a time; what it alone touches needs no lock.
 */
final class StreamWriter extends IteratingCallback {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
  private static final int PROBE_SIZE = 512;

  private final Response response;
  private final EndPoint endPoint;
  private final Callback completion;
  private final Answer.Stream stream;
  private final Executor executor;
  private final OpenStreams open;
  private boolean begun;
  private boolean lastWritten;
  private boolean awaited;
  private volatile @Nullable CompletableFuture<StreamSource.Piece> pending;
  private volatile long lastWrite = System.nanoTime();
  private volatile boolean keepAliveDue;
  private volatile boolean ending;

  StreamWriter(
      Request request,
      Response response,
      Callback completion,
      Answer.Stream stream,
      Executor executor,
      OpenStreams open) {
    this.response = response;
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    this.completion = completion;
    this.stream = stream;
    this.executor = executor;
    this.open = open;
  }

  String kind() {
    return stream.kind();
  }

  void start(Request request) {
    request.addFailureListener(this::abort);
    if (stream.format() == StreamFormat.RAW) {
      response.setTrailersSupplier(() -> trailers(stream.source().trailers()));
    }
    open.add(this);
    iterate();
  }

  private static HttpFields trailers(Map<String, String> values) {
    HttpFields.Mutable fields = HttpFields.build();
    values.forEach(fields::put);
    return fields;
  }

  /** Ends the stream after the piece that is under way. */
  void end() {
    ending = true;
    executor.execute(this::iterate);
  }

  /**
   * Looks after a stream that is silent.
   *
   * @param now as {@link System#nanoTime} tells
   * @param silence for how many nanoseconds it may be silent before it gives a sign of life
   */
  void check(long now, long silence) {
    if (!isIdleNow()) {
      return;
    }
    if (clientGone()) {
      executor.execute(() -> abort(new IOException("the client has gone")));
    } else if (now - lastWrite >= silence) {
      keepAliveDue = true;
      executor.execute(this::iterate);
    }
  }

  @Override
  protected Action process() {
    if (lastWritten) {
      return Action.SUCCEEDED;
    }
    if (!begun) {
      // The client shall see at once that it is connected, also where nothing happens for long.
      begun = true;
      return write(NOTHING, false);
    }
    if (ending) {
      return write(NOTHING, true);
    }
    CompletableFuture<StreamSource.Piece> next = pending;
    if (next == null) {
      next = stream.source().next();
      pending = next;
      awaited = false;
    }
    if (next.isDone()) {
      pending = null;
      StreamSource.Piece piece = next.exceptionally(this::failurePiece).join();
      return write(piece.bytes(), piece.last());
    }
    if (keepAliveDue) {
      return write(ByteBuffer.wrap(stream.format().keepAlive()), false);
    }
    if (!awaited) {
      awaited = true;
      var unused = next.whenComplete((piece, failure) -> executor.execute(this::iterate));
    }
    return Action.IDLE;
  }

  /** A failure's event, as the stream's end; where the format has no events, the stream breaks. */
  private StreamSource.Piece failurePiece(Throwable failure) {
    if (stream.format() == StreamFormat.RAW) {
      throw new CompletionException(failure);
    }
    Failure told = Failure.of(failure);
    EventBuffer events = new EventBuffer(stream.format());
    events.add(
        "error",
        Optional.empty(),
        generator -> ErrorJson.member(generator, told.code(), told.message(), told.detail()));
    return events.piece(true);
  }

  private Action write(ByteBuffer bytes, boolean last) {
    keepAliveDue = false;
    lastWritten = last;
    lastWrite = System.nanoTime();
    response.write(last, bytes, this);
    return Action.SCHEDULED;
  }

  private boolean isIdleNow() {
    CompletableFuture<StreamSource.Piece> waitedFor = pending;
    return waitedFor != null && !waitedFor.isDone();
  }

  /**
   * Whether the client closed its side. A stream's connection is not used for another request, so
   * whatever else comes is of no interest; nobody but this reads while the stream lasts.
   */
  private boolean clientGone() {
    try {
      return endPoint.fill(BufferUtil.allocate(PROBE_SIZE)) < 0;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  protected void onCompleteSuccess() {
    release();
    completion.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable failure) {
    release();
    completion.failed(failure);
  }

  private void release() {
    open.remove(this);
    CompletableFuture<StreamSource.Piece> unfinished = pending;
    if (unfinished != null) {
      unfinished.cancel(false);
    }
    stream.source().close();
  }
}
