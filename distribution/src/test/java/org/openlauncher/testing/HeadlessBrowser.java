package org.openlauncher.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium without a window, with one page, told what to do by its DevTools protocol. */
public final class HeadlessBrowser implements AutoCloseable {
  public static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final WebSocket page;
  private int requests;

  /**
   * Starts it.
   *
   * @param profile a folder that is not there yet
   */
  public HeadlessBrowser(Path profile) throws Exception {
    process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      page =
          client
              .newWebSocketBuilder()
              .buildAsync(pageAddress(profile.resolve("DevToolsActivePort")), new Messages())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception | AssertionError failure) {
      process.destroyForcibly();
      throw failure;
    }
  }

  private URI pageAddress(Path told) {
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(told) && Files.readString(told).contains("\n"));
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpRequest list =
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:" + Files.readAllLines(told).get(0) + "/json/list"))
                      .build();
              for (JsonNode target :
                  JSON.readTree(client.send(list, BodyHandlers.ofString()).body())) {
                if (target.path("type").asString("").equals("page")) {
                  return URI.create(target.path("webSocketDebuggerUrl").asString());
                }
              }
              return null;
            },
            address -> address != null);
  }

  /** Collects the messages, which may come in pieces. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder begun = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      begun.append(text);
      if (last) {
        answers.add(begun.toString());
        begun.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** Goes to an address; does not wait for what is there. */
  public void open(String address) throws Exception {
    call("Page.navigate", Map.of("url", address));
  }

  /** What a JavaScript expression is on the page now, as text. */
  public String evaluate(String expression) throws Exception {
    return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
        .path("result")
        .path("value")
        .asString("");
  }

  /** Fills in the form with the one field for a password that the page has. */
  public void logIn(String password) throws Exception {
    evaluate(
        "(field => { field.value = %s; field.form.requestSubmit(); })(document.querySelector('input[name=password]'))"
            .formatted(JSON.writeValueAsString(password)));
  }

  /** Waits until the page has an element. */
  public void awaitElement(String selector) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        evaluate(
                            "document.querySelector('%s') ? 'there' : document.documentElement.outerHTML"
                                .formatted(selector)))
                    .isEqualTo("there"));
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws Exception {
    int id = ++requests;
    String request =
        JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    page.sendText(request, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    while (true) {
      String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("the browser does not answer " + method);
      }
      JsonNode read = JSON.readTree(answer);
      if (read.path("id").asInt(0) == id) {
        return read.path("result");
      }
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> others = process.descendants().toList();
    page.abort();
    process.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
  }
}
