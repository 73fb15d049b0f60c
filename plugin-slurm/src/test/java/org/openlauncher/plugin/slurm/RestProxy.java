package org.openlauncher.plugin.slurm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a real slurmrestd, passes everything on, and fails where a test wants it to. */
final class RestProxy implements AutoCloseable {
  /** What becomes of a request. */
  enum Fault {
    /** It is passed on, and its answer comes back. */
    NONE,
    /** It does not arrive, and the connection breaks. */
    BROKEN,
    /** It arrives; the answer gets lost. */
    ANSWER_LOST,
    /** The answer is somebody else's page. */
    GARBAGE,
    /** The answer is an object of which the greater part is missing. */
    EMPTY
  }

  private static final List<String> PASSED_ON =
      List.of("X-slurm-user-name", "X-slurm-user-token", "Content-type");
  private static final int OK = 200;

  private final String target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile String path = "";
  private volatile Fault fault = Fault.NONE;

  RestProxy(String target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on requests whose path has this in it fail so; all others do not. */
  void fail(String partOfPath, Fault how) {
    path = partOfPath;
    fault = how;
  }

  void heal() {
    fault = Fault.NONE;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault now = exchange.getRequestURI().getPath().contains(path) ? fault : Fault.NONE;
      switch (now) {
        case BROKEN -> throw new IOException("as the test wants it");
        case GARBAGE ->
            answer(exchange, "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8), OK);
        case EMPTY ->
            answer(exchange, "{\"meta\": {}, \"errors\": []}".getBytes(StandardCharsets.UTF_8), OK);
        case NONE, ANSWER_LOST -> {
          HttpResponse<byte[]> response = pass(exchange);
          if (now == Fault.ANSWER_LOST) {
            throw new IOException("as the test wants it");
          }
          answer(exchange, response.body(), response.statusCode());
        }
      }
    }
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw new IOException(closing);
    }
  }

  private static void answer(HttpExchange exchange, byte[] body, int status) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
