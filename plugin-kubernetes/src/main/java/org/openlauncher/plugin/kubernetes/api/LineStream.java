package org.openlauncher.plugin.kubernetes.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer that comes line by line. It holds no thread while nothing comes. */
public final class LineStream implements AutoCloseable {
  private static final int SUCCESS = 200;
  private static final int LONGEST_ERROR = 64 * 1024;

  private final Lines lines;
  private final Function<Throwable, ApiFailure> unreachable;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private final AtomicReference<@Nullable AsyncBody> body = new AtomicReference<>();
  private volatile boolean closed;
  private volatile boolean refused;

  /** Hears of what comes. One call at a time, in order; none after the end. */
  public interface Lines {
    /** A line, without its end. */
    void line(byte[] line);

    /** What came last, where it has no end; it may be a part only. */
    default void unfinished(byte[] line) {
      // Most have no use for a part.
    }

    /**
     * Nothing more comes.
     *
     * @param failure why, where it was no ordinary end
     */
    void end(Optional<ApiFailure> failure);
  }

  private LineStream(Lines lines, Function<Throwable, ApiFailure> unreachable) {
    this.lines = lines;
    this.unreachable = unreachable;
  }

  static LineStream begin(
      HttpClient http,
      HttpRequest request,
      Lines lines,
      Function<Throwable, ApiFailure> unreachable) {
    LineStream stream = new LineStream(lines, unreachable);
    CompletableFuture<HttpResponse<AsyncBody>> response = http.consumeBytes(request, stream::take);
    response.whenComplete(stream::answered);
    return stream;
  }

  private void answered(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure) {
    if (failure != null || response == null) {
      lines.end(Optional.of(unreachable.apply(cause(failure))));
      return;
    }
    AsyncBody answer = response.body();
    body.set(answer);
    refused = response.code() != SUCCESS;
    int code = response.code();
    answer.done().whenComplete((nothing, broken) -> ended(code, broken));
    if (closed) {
      answer.cancel();
    } else {
      answer.consume();
    }
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure == null) {
      return new IllegalStateException("no answer");
    }
    return failure.getCause() == null ? failure : failure.getCause();
  }

  private void ended(int code, @Nullable Throwable broken) {
    if (refused) {
      lines.end(Optional.of(ApiRefusal.of(code, piece.toByteArray())));
    } else {
      if (piece.size() > 0 && !closed) {
        lines.unfinished(piece.toByteArray());
      }
      lines.end(broken == null ? Optional.empty() : Optional.of(unreachable.apply(cause(broken))));
    }
  }

  private void take(List<ByteBuffer> buffers, AsyncBody answer) {
    for (ByteBuffer buffer : buffers) {
      take(buffer);
    }
    answer.consume();
  }

  private void take(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      if (refused) {
        if (piece.size() < LONGEST_ERROR) {
          piece.write(next);
        }
      } else if (next == '\n') {
        byte[] line = piece.toByteArray();
        piece.reset();
        if (!closed) {
          lines.line(line);
        }
      } else {
        piece.write(next);
      }
    }
  }

  /** Lets go; the end is still told. */
  @Override
  public void close() {
    closed = true;
    AsyncBody answer = body.get();
    if (answer != null) {
      answer.cancel();
    }
  }
}
