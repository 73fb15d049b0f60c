package org.openlauncher.plugin.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.plugin.ClusterCounters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Requests to the API server. Safe from any thread; those that return a value block. */
public final class ApiServer implements AutoCloseable {
  private static final int TOO_MANY = 429;
  private static final int MULTIPLE_CHOICES = 300;
  private static final long LONGEST_PAUSE_SECONDS = 10;
  private static final Duration FILE_CHECK = Duration.ofSeconds(5);
  private static final String JSON = "application/json";

  private final Connection connection;
  private final Duration timeout;
  private final ClusterCounters.Counter requests;
  private final List<LentClient> clients = new ArrayList<>();
  private @Nullable LentClient client;
  private @Nullable FileTime stamp;
  private long checkedAt = System.nanoTime();
  private boolean closed;

  /**
   * @param timeout how long the server may take to answer
   * @param requests counts them
   */
  public ApiServer(Connection connection, Duration timeout, ClusterCounters.Counter requests) {
    this.connection = connection;
    this.timeout = timeout;
    this.requests = requests;
  }

  /** A part of an address, which may hold any character. */
  public static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Reads an object. */
  public JsonNode get(String path) {
    return send("GET", path, JSON, null);
  }

  /** Reads an object; empty where there is none. */
  public Optional<JsonNode> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (ApiRefusal refusal) {
      if (refusal.notFound()) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** Makes an object. */
  public JsonNode post(String path, JsonNode object) {
    return send("POST", path, JSON, object);
  }

  /** Changes members of an object. */
  public JsonNode patch(String path, JsonNode changes) {
    return send("PATCH", path, "application/merge-patch+json", changes);
  }

  /** Deletes an object; that it is gone already is as good. */
  public void delete(String path, JsonNode options) {
    try {
      send("DELETE", path, JSON, options);
    } catch (ApiRefusal refusal) {
      if (!refusal.notFound()) {
        throw refusal;
      }
    }
  }

  private JsonNode send(String method, String path, String type, @Nullable JsonNode body) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      HttpResponse<byte[]> response = exchange(method, path, type, body);
      long left = end - System.nanoTime();
      if (response.code() != TOO_MANY || left <= 0) {
        return answer(response);
      }
      // A request that is answered like this was not carried out, whatever it was.
      pause(Math.min(TimeUnit.SECONDS.toNanos(retryAfter(response)), left));
    }
  }

  private static long retryAfter(HttpResponse<byte[]> response) {
    String text = response.header("Retry-After");
    return text != null && text.matches("[0-9]{1,6}")
        ? Math.max(1, Math.min(Long.parseLong(text), LONGEST_PAUSE_SECONDS))
        : 1;
  }

  private static void pause(long nanoseconds) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanoseconds);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ApiUnreachableException("the request was interrupted", true, interrupted);
    }
  }

  private static JsonNode answer(HttpResponse<byte[]> response) {
    byte[] body = response.body() == null ? new byte[0] : response.body();
    if (response.code() >= MULTIPLE_CHOICES) {
      throw ApiRefusal.of(response.code(), body);
    }
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException malformed) {
      throw new ApiUnreachableException("the API server answers, but not in JSON: is it one?");
    }
  }

  private HttpResponse<byte[]> exchange(
      String method, String path, String type, @Nullable JsonNode body) {
    LentClient now = borrow();
    try {
      return exchange(now, method, path, type, body);
    } finally {
      now.giveBack();
    }
  }

  private HttpResponse<byte[]> exchange(
      LentClient now, String method, String path, String type, @Nullable JsonNode body) {
    HttpRequest.Builder request = request(now, path);
    request.method(method, type, body == null ? null : body.toString());
    request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    requests.add(1);
    try {
      return now.http()
          .sendAsync(request.build(), byte[].class)
          .get(timeout.toMillis() + CONNECT_SPARE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw unreachable(now, failure.getCause() == null ? failure : failure.getCause());
    } catch (TimeoutException late) {
      throw unreachable(now, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unreachable(now, interrupted);
    }
  }

  private static final Duration CONNECT_SPARE = Connection.CONNECT.plusSeconds(1);

  private HttpRequest.Builder request(LentClient now, String path) {
    HttpRequest.Builder request =
        now.http().newHttpRequestBuilder().uri(URI.create(now.address() + path));
    authorization().ifPresent(value -> request.setHeader("Authorization", value));
    return request;
  }

  private Optional<String> authorization() {
    try {
      return connection.token().map(token -> "Bearer " + token);
    } catch (IOException unreadable) {
      throw new ApiUnreachableException(
          "the launcher's token can't be read: " + unreadable.getMessage(), true, unreadable);
    }
  }

  private ApiUnreachableException unreachable(LentClient now, Throwable cause) {
    boolean nothingSent = false;
    for (Throwable one = cause; one != null; one = one.getCause()) {
      nothingSent |=
          one instanceof ConnectException
              || one instanceof UnresolvedAddressException
              || one instanceof UnknownHostException
              || one instanceof java.net.http.HttpConnectTimeoutException
              || one instanceof javax.net.ssl.SSLHandshakeException;
    }
    String why = words(cause);
    if (cause instanceof java.net.http.HttpConnectTimeoutException) {
      why = "no connection in " + Connection.CONNECT.toSeconds() + " s";
    } else if (cause instanceof TimeoutException
        || cause instanceof java.net.http.HttpTimeoutException) {
      why = "no answer in " + timeout.toSeconds() + " s";
    }
    return new ApiUnreachableException(
        "the API server at " + now.address() + " can't be reached: " + why, nothingSent, cause);
  }

  private static String words(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof java.security.cert.CertificateException
          || one instanceof javax.net.ssl.SSLException) {
        return one.getMessage() + "; does certificate-authority belong to this server?";
      }
      if (one instanceof ConnectException || one instanceof UnresolvedAddressException) {
        return one.getMessage() == null ? "nobody listens there" : one.getMessage();
      }
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /**
   * Begins an answer that comes line by line and may last.
   *
   * @param lines hears of each line, of an error instead of them, and of the end
   */
  public LineStream follow(String path, LineStream.Lines lines) {
    LentClient now = borrow();
    try {
      HttpRequest request = request(now, path).forStreaming().build();
      requests.add(1);
      return LineStream.begin(
          now.http(), request, now.untilEnd(lines), failure -> unreachable(now, failure));
    } catch (RuntimeException failure) {
      now.giveBack();
      throw failure;
    }
  }

  /**
   * Runs a command in a container and waits for its end.
   *
   * @param path of the pod
   * @return the first 4 KiB of what it wrote to its standard output
   * @throws ApiFailure where it was not run, or did not end well
   */
  public String execute(String path, String container, Iterable<String> command) {
    StringBuilder address = new StringBuilder(path).append("/exec?stdout=1&stderr=1&container=");
    address.append(encoded(container));
    command.forEach(word -> address.append("&command=").append(encoded(word)));
    LentClient now = borrow();
    try {
      requests.add(1);
      return Execution.run(
          now.http().newWebSocketBuilder(),
          URI.create(now.address() + address),
          authorization(),
          timeout,
          failure -> unreachable(now, failure));
    } finally {
      now.giveBack();
    }
  }

  private synchronized LentClient borrow() {
    return client().lend();
  }

  private LentClient client() {
    if (closed) {
      throw new ApiUnreachableException("the cluster is closed");
    }
    LentClient now = client;
    if (now != null && !fileHasChanged()) {
      return now;
    }
    try {
      FileTime newStamp = stampNow();
      Config config = connection.config();
      HttpClient.Builder builder = new JdkHttpClientFactory().newBuilder();
      HttpClientUtils.applyCommonConfiguration(config, builder, new JdkHttpClientFactory());
      String master = config.getMasterUrl();
      LentClient made = new LentClient(builder.build(), master.replaceAll("/+$", ""));
      clients.removeIf(LentClient::closed);
      clients.add(made);
      if (now != null) {
        now.replace();
      }
      stamp = newStamp;
      client = made;
      return made;
    } catch (IOException | RuntimeException failure) {
      if (now != null) {
        return now;
      }
      throw new ApiUnreachableException(
          "the connection to the API server can't be made: " + first(failure), true, failure);
    }
  }

  /** What the failure began with: the client's own words for it say nothing. */
  private static String first(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first instanceof java.nio.file.NoSuchFileException
            || first instanceof java.nio.file.AccessDeniedException
            || first.getMessage() == null
        ? first.toString()
        : first.getMessage();
  }

  private boolean fileHasChanged() {
    long now = System.nanoTime();
    if (connection.file().isEmpty() || now - checkedAt < FILE_CHECK.toNanos()) {
      return false;
    }
    checkedAt = now;
    FileTime present = stampNow();
    return present != null && !present.equals(stamp);
  }

  private @Nullable FileTime stampNow() {
    try {
      return connection.file().isPresent()
          ? Files.getLastModifiedTime(connection.file().get())
          : null;
    } catch (IOException gone) {
      return null;
    }
  }

  /**
   * Lets go. Closing a client of the JDK's ends its executor alone: its sockets and its thread go
   * when it is collected, so that this is asked for.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      clients.forEach(LentClient::close);
      clients.clear();
      client = null;
    }
    System.gc();
  }
}
