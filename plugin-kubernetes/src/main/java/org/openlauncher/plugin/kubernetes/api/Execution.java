package org.openlauncher.plugin.kubernetes.api;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One command in a container: a web socket whose second channel has what it writes, and whose
 * fourth tells how it ended.
 */
final class Execution implements WebSocket.Listener {
  private static final byte OUTPUT_CHANNEL = 1;
  private static final byte ERROR_CHANNEL = 3;
  private static final int MOST_OUTPUT = 4096;
  private static final int SERVER_ERROR = 500;

  private final CompletableFuture<Optional<JsonNode>> outcome = new CompletableFuture<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private Execution() {}

  static String run(
      WebSocket.Builder builder,
      URI address,
      Optional<String> authorization,
      Duration timeout,
      Function<Throwable, ApiFailure> unreachable) {
    Execution execution = new Execution();
    builder
        .uri(WebSocket.toWebSocketUri(address))
        .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    builder.subprotocol("v4.channel.k8s.io");
    authorization.ifPresent(value -> builder.setHeader("Authorization", value));
    try {
      WebSocket socket =
          builder.buildAsync(execution).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      try {
        requireSuccess(execution.outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        return execution.written();
      } finally {
        socket.sendClose(1000, "");
      }
    } catch (ExecutionException failure) {
      throw refusal(failure).orElseGet(() -> unreachable.apply(cause(failure)));
    } catch (TimeoutException late) {
      throw unreachable.apply(late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable.apply(interrupted);
    }
  }

  private String written() {
    synchronized (output) {
      return output.toString(StandardCharsets.UTF_8);
    }
  }

  private static Throwable cause(ExecutionException failure) {
    return failure.getCause() == null ? failure : failure.getCause();
  }

  private static Optional<ApiFailure> refusal(Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      if (one instanceof ApiFailure told) {
        return Optional.of(told);
      }
      if (one instanceof io.fabric8.kubernetes.client.http.WebSocketHandshakeException refused) {
        Object body = refused.getResponse().body();
        byte[] text =
            body instanceof byte[] bytes
                ? bytes
                : String.valueOf(body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        return Optional.of(ApiRefusal.of(refused.getResponse().code(), text));
      }
    }
    return Optional.empty();
  }

  /** The job's end may take the command with it: a code of its own is no failure. */
  private static void requireSuccess(Optional<JsonNode> status) {
    if (status.isPresent()
        && !status.get().path("status").asString("").equals("Success")
        && !status.get().path("reason").asString("").equals("NonZeroExitCode")) {
      throw ApiRefusal.ofStatus(status.get().path("code").asInt(SERVER_ERROR), status.get());
    }
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    byte channel = message.hasRemaining() ? message.get() : OUTPUT_CHANNEL;
    byte[] text = new byte[message.remaining()];
    message.get(text);
    if (channel == OUTPUT_CHANNEL) {
      synchronized (output) {
        output.write(text, 0, Math.min(text.length, MOST_OUTPUT - output.size()));
      }
    } else if (channel == ERROR_CHANNEL) {
      try {
        outcome.complete(Optional.of(Json.MAPPER.readTree(text)));
      } catch (JacksonException malformed) {
        outcome.complete(Optional.empty());
      }
    }
    socket.request();
  }

  @Override
  public void onMessage(WebSocket socket, String message) {
    socket.request();
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    outcome.complete(Optional.empty());
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    outcome.completeExceptionally(failure);
  }
}
