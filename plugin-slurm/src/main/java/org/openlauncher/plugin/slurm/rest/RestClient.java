package org.openlauncher.plugin.slurm.rest;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests to slurmrestd. Each has a deadline and a thread of its own, so that who waits for it can
 * stop waiting without breaking it off. Safe from any thread.
 */
public final class RestClient implements AutoCloseable {
  /** Reads and writes what slurmrestd speaks. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final int FIRST_ERROR = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final String SPECIFICATION = "/openapi/v3";
  private static final Pattern VERSIONED = Pattern.compile("/slurm/(v[0-9.]+)/.*");

  private final RestAddress address;
  private final Optional<RestToken> token;
  private final String version;
  private final Duration patience;
  private final Consumer<String> count;
  private final DockerHttpClient client;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param name names the threads
   * @param token what slurmrestd wants to see; empty where it knows who asks by the socket
   * @param version of the API, such as {@code v0.0.38}
   * @param patience how long a request may take
   * @param count is told of each request, by its method and path
   */
  public RestClient(
      String name,
      RestAddress address,
      Optional<RestToken> token,
      String version,
      Duration patience,
      Consumer<String> count) {
    this.address = address;
    this.token = token;
    this.version = version;
    this.patience = patience;
    this.count = count;
    ZerodepDockerHttpClient.Builder builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address.place())
            .connectionTimeout(CONNECTING)
            .maxConnections(Integer.MAX_VALUE);
    if (address.secure()) {
      builder.sslConfig(RestClient::trustOfThisMachine);
    }
    this.client = builder.build();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, name));
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-deadlines"));
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static SSLContext trustOfThisMachine() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Where slurmrestd listens. */
  public RestAddress address() {
    return address;
  }

  /**
   * Asks for a list, as a user.
   *
   * @param list its name in the answer
   * @param entry makes something of an entry; nothing where it is of no interest
   * @throws RestException where there is no whole answer
   */
  public <T> List<T> list(
      String user, RestPath path, String list, Function<JsonNode, Optional<T>> entry) {
    return await(start(Request.Method.GET, user, path, Optional.empty(), list, entry)).found();
  }

  /** Has something done, as a user, and waits for it. */
  public void post(String user, RestPath path, ObjectNode body) {
    await(begin(user, path, body));
  }

  /** Has something done, as a user, whether anybody waits for it or not. */
  public Future<RestAnswer<JsonNode>> begin(String user, RestPath path, ObjectNode body) {
    return start(
        Request.Method.POST, user, path, Optional.of(body), RestAnswer.NO_LIST, Optional::of);
  }

  /** Has something ended, as a user, and waits for it. */
  public void delete(String user, RestPath path) {
    await(
        start(
            Request.Method.DELETE, user, path, Optional.empty(), RestAnswer.NO_LIST, Optional::of));
  }

  private <T> Future<RestAnswer<T>> start(
      Request.Method method,
      String user,
      RestPath path,
      Optional<ObjectNode> body,
      String list,
      Function<JsonNode, Optional<T>> entry) {
    return start(
        () -> {
          Request request = request(method, user, address.prefix() + path.text(version), body);
          count.accept(method + " " + path.kind());
          return exchange(request, response -> understood(path, response, list, entry));
        });
  }

  private <T> Future<T> start(Callable<T> task) {
    Exchange<T> exchange = new Exchange<>(task);
    try {
      exchange.endAt(
          timer.schedule(() -> exchange.cancel(true), patience.toMillis(), TimeUnit.MILLISECONDS));
      threads.execute(exchange);
    } catch (RejectedExecutionException closed) {
      throw notSent("is not asked any more: the cluster is being closed", closed);
    }
    return exchange;
  }

  /** A request under way, whose deadline goes with it. */
  private static final class Exchange<T> extends FutureTask<T> {
    private volatile Optional<Future<?>> deadline = Optional.empty();

    Exchange(Callable<T> task) {
      super(task);
    }

    void endAt(Future<?> alarm) {
      deadline = Optional.of(alarm);
    }

    @Override
    protected void done() {
      deadline.ifPresent(alarm -> alarm.cancel(false));
    }
  }

  /**
   * Waits for an answer.
   *
   * @throws RestException where there is none that makes sense
   */
  public <T> T await(Future<T> answer) {
    try {
      return answer.get();
    } catch (CancellationException late) {
      throw unclear("did not answer within " + patience.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unclear("was not waited for any longer", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RestException told) {
        throw told;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  /** Reads an answer. */
  private interface Reading<T> {
    T read(Response response) throws IOException;
  }

  private <T> T exchange(Request request, Reading<T> reading) {
    try (Response response = client.execute(request)) {
      return reading.read(response);
    } catch (IOException | JacksonException broken) {
      throw unclear("breaks off, or answers with something that is no JSON", broken);
    } catch (RestException told) {
      throw told;
    } catch (RuntimeException failure) {
      throw unreachable(failure);
    }
  }

  private <T> RestAnswer<T> understood(
      RestPath path, Response response, String list, Function<JsonNode, Optional<T>> entry)
      throws IOException {
    int status = response.getStatusCode();
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      throw notSent("does not let the launcher in (status " + status + ")" + advice(), null);
    }
    if (status == NOT_FOUND) {
      throw new RestException(
          RestException.Kind.NO_SUCH_PATH,
          "slurmrestd at " + address + " has no " + path.text(version),
          null);
    }
    Optional<RestAnswer<T>> read = RestAnswer.read(response.getBody(), list, entry);
    if (read.isEmpty()) {
      throw unclear("answers what makes no sense (status " + status + ")", null);
    }
    Optional<RestAnswer.Fault> fault = read.get().fault();
    if (fault.isPresent()) {
      throw refused(fault.get());
    }
    if (status >= FIRST_ERROR) {
      throw unclear("answers with status " + status + " and no reason", null);
    }
    return read.get();
  }

  /** It has no better words for a controller that does not answer, or lets nobody in. */
  private RestException refused(RestAnswer.Fault fault) {
    String said = "slurmrestd at " + address + " says: " + fault.text();
    RestException refusal = new RestException(fault.number(), fault.text(), said);
    return refusal.unspecified()
        ? new RestException(fault.number(), fault.text(), said + advice())
        : refusal;
  }

  private Request request(
      Request.Method method, String user, String path, Optional<ObjectNode> body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    // On a connection that is used again, a server that has closed it leaves a submission unclear.
    headers.put("Connection", "close");
    token.ifPresent(
        known -> {
          headers.put("X-SLURM-USER-NAME", user);
          headers.put("X-SLURM-USER-TOKEN", known.read());
        });
    Request.Builder builder = new Request.Builder().method(method).path(path);
    if (body.isPresent()) {
      headers.put("Content-Type", "application/json");
      builder.bodyBytes(JSON.writeValueAsBytes(body.get()));
    }
    return builder.headers(headers).build();
  }

  /**
   * The versions of the API that the server has.
   *
   * @throws RestException where it does not say
   */
  public Set<String> versions(String user) {
    return await(
        start(
            () -> {
              Request request =
                  request(
                      Request.Method.GET, user, address.prefix() + SPECIFICATION, Optional.empty());
              count.accept("GET " + SPECIFICATION.substring(1));
              return exchange(request, RestClient::versions);
            }));
  }

  private static Set<String> versions(Response response) {
    Set<String> versions = new TreeSet<>();
    for (String path : JSON.readTree(response.getBody()).path("paths").propertyNames()) {
      Matcher match = VERSIONED.matcher(path);
      if (match.matches()) {
        versions.add(match.group(1));
      }
    }
    return versions;
  }

  /** What can be done where Slurm gives no reason. */
  private String advice() {
    return token.map(RestToken::advice).orElse("; does slurmctld run?");
  }

  private RestException unreachable(RuntimeException failure) {
    Throwable root = failure;
    boolean untrusted = false;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
      untrusted = untrusted || isOfTls(root);
    }
    String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (untrusted) {
      return notSent(
          "is not talked to: its certificate must come from an authority that this machine's JDK"
              + " trusts, and be made out for the name in rest-url: "
              + reason,
          failure);
    }
    boolean certain =
        root instanceof ConnectException
            || root instanceof UnknownHostException
            || (address.socket().isPresent() && reason.contains("No such file"));
    return certain
        ? notSent("can't be reached: " + reason + "; does it run?", failure)
        : unclear("does not answer: " + reason, failure);
  }

  /** Whether it says that TLS was not agreed on, before anything was said. */
  private static boolean isOfTls(Throwable cause) {
    return cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException;
  }

  private RestException notSent(String what, @Nullable Throwable cause) {
    return new RestException(
        RestException.Kind.NOT_SENT, "slurmrestd at " + address + " " + what, cause);
  }

  private RestException unclear(String what, @Nullable Throwable cause) {
    return new RestException(
        RestException.Kind.UNCLEAR, "slurmrestd at " + address + " " + what, cause);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
    try {
      client.close();
    } catch (IOException gone) {
      // Then it is closed.
    }
  }
}
