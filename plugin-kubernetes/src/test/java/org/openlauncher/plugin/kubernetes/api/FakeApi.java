package org.openlauncher.plugin.kubernetes.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in for an API server where a real one can't be made to answer like this. */
public final class FakeApi implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Answers answers;

  /** What it answers. */
  public interface Answers {
    /**
     * @param number how many requests there were before
     * @param request method and address
     */
    Answer to(int number, String request) throws InterruptedException;
  }

  /** One answer. */
  public record Answer(int code, Map<String, String> headers, String body) {
    public static Answer of(int code, String body) {
      return new Answer(code, Map.of(), body);
    }
  }

  public FakeApi(Answers answers) throws IOException {
    this.answers = answers;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    int number;
    synchronized (requests) {
      number = requests.size();
      requests.add(request + " " + token);
    }
    try (exchange) {
      Answer answer = answers.to(number, request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.code(), 0);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(answer.body().getBytes(StandardCharsets.UTF_8));
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  public List<String> requests() {
    return requests;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  ApiServer client(Connection.Credential credential) {
    return new ApiServer(
        new Connection.ByToken(address(), Optional.empty(), true, credential),
        Duration.ofSeconds(20),
        count -> {});
  }

  public ApiServer client() {
    return client(new Connection.Credential.Given("given"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
