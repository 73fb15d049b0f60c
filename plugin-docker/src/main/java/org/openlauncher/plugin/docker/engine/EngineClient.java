package org.openlauncher.plugin.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.plugin.ClusterCounters.Counter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to the engine. Each has a deadline; an answer is read to a bounded size. Safe from any
 * thread.
 */
public final class EngineClient implements AutoCloseable {
  /** Reads and writes what the engine speaks. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  /** The API's version since 2020, that of Docker 20.10. */
  static final String VERSION = "/v1.41";

  private static final int GREATEST_ANSWER = 64 * 1024 * 1024;
  private static final int GREATEST_ERROR = 64 * 1024;
  private static final int FIRST_ERROR = 400;
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final String address;
  private final URI place;
  private final Optional<SSLContext> tls;
  private final Duration patience;
  private final DockerHttpClient client;
  private final ScheduledThreadPoolExecutor timer;
  private final Counter requests;

  /**
   * @param name names the thread of the deadlines
   * @param address where the engine listens: unix://PATH, tcp://HOST:PORT
   * @param tls for an engine that wants it
   * @param patience how long a request may take
   * @param requests counts the requests
   */
  public EngineClient(
      String name, URI address, Optional<SSLContext> tls, Duration patience, Counter requests) {
    this.requests = requests;
    this.address = address.toString();
    this.place = address;
    this.tls = tls;
    this.patience = patience;
    ZerodepDockerHttpClient.Builder builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address)
            .connectionTimeout(CONNECTING)
            .maxConnections(Integer.MAX_VALUE);
    tls.ifPresent(context -> builder.sslConfig(() -> context));
    this.client = builder.build();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name + "-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Where the engine listens. */
  public String address() {
    return address;
  }

  /** Asks for something. */
  public JsonNode get(String path) {
    return json(exchange(Request.Method.GET, path, null, Map.of()));
  }

  /** Asks for something that may not be there. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (EngineException refusal) {
      if (refusal.notFound()) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** Asks for bytes. */
  public byte[] getBytes(String path) {
    return exchange(Request.Method.GET, path, null, Map.of());
  }

  /** Wants something done, without anything to say. */
  public void post(String path) {
    exchange(Request.Method.POST, path, new byte[0], Map.of());
  }

  /** Wants something done. */
  public JsonNode post(String path, ObjectNode body) {
    return json(
        exchange(
            Request.Method.POST,
            path,
            JSON.writeValueAsBytes(body),
            Map.of("Content-Type", "application/json")));
  }

  /** Hands over an archive. */
  public void putArchive(String path, byte[] tar) {
    exchange(Request.Method.PUT, path, tar, Map.of("Content-Type", "application/x-tar"));
  }

  /** Removes something. */
  public void delete(String path) {
    exchange(Request.Method.DELETE, path, null, Map.of());
  }

  private byte[] exchange(
      Request.Method method, String path, byte @Nullable [] body, Map<String, String> headers) {
    Deadline deadline = new Deadline(timer, patience);
    requests.add(1);
    try (deadline;
        Response response = client.execute(request(method, path, body, headers))) {
      byte[] content = response.getBody().readNBytes(GREATEST_ANSWER + 1);
      if (response.getStatusCode() >= FIRST_ERROR) {
        throw refusal(response.getStatusCode(), content);
      }
      if (content.length > GREATEST_ANSWER) {
        throw new EngineUnreachableException(
            "the engine at " + address + " answers with more than " + GREATEST_ANSWER + " bytes");
      }
      return content;
    } catch (EngineFailure told) {
      throw told;
    } catch (IOException | RuntimeException failure) {
      throw unreachable(deadline.passed(), patience, failure);
    }
  }

  /**
   * Opens an answer that goes on and on. Closing it from another thread ends the reading.
   *
   * @param method how it is asked for
   * @param headers further headers
   * @param begin how long it may take until the answer begins
   */
  EngineStream open(
      Request.Method method, String path, Map<String, String> headers, Duration begin) {
    Deadline deadline = new Deadline(timer, begin);
    requests.add(1);
    try (deadline) {
      Response response =
          client.execute(
              request(method, path, method == Request.Method.POST ? new byte[0] : null, headers));
      if (response.getStatusCode() >= FIRST_ERROR) {
        try (response) {
          throw refusal(response.getStatusCode(), response.getBody().readNBytes(GREATEST_ERROR));
        }
      }
      return new EngineStream(response);
    } catch (EngineException told) {
      throw told;
    } catch (IOException | RuntimeException failure) {
      throw unreachable(deadline.passed(), begin, failure);
    }
  }

  /** How long a request may take. */
  Duration patience() {
    return patience;
  }

  private EngineUnreachableException unreachable(boolean late, Duration limit, Throwable failure) {
    String what =
        late
            ? "did not answer within " + limit.toSeconds() + " s"
            : TlsTrouble.in(failure)
                .or(() -> tls.flatMap(context -> TlsTrouble.heard(context, place)))
                .orElseGet(
                    () ->
                        "can't be reached: "
                            + rootOf(failure)
                            + UnreachableAdvice.of(address, rootOf(failure)));
    return new EngineUnreachableException("the engine at " + address + " " + what, failure);
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static Request request(
      Request.Method method, String path, byte @Nullable [] body, Map<String, String> headers) {
    Request.Builder builder = new Request.Builder().method(method);
    builder.path(VERSION + path).headers(headers);
    if (body != null) {
      builder.bodyBytes(body);
    }
    return builder.build();
  }

  private JsonNode json(byte[] content) {
    if (content.length == 0) {
      return JSON.createObjectNode();
    }
    try {
      return JSON.readTree(content);
    } catch (JacksonException malformed) {
      throw new EngineUnreachableException(
          "the engine at " + address + " answers with something that is no JSON", malformed);
    }
  }

  private static EngineException refusal(int status, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    try {
      JsonNode told = JSON.readTree(content);
      if (told.path("message").isString()) {
        text = told.path("message").stringValue();
      }
    } catch (JacksonException plain) {
      // Some of its errors are plain text.
    }
    return new EngineException(
        status, text.isEmpty() ? "the engine answers with status " + status : text);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      client.close();
    } catch (IOException gone) {
      // Then it is closed.
    }
  }
}
