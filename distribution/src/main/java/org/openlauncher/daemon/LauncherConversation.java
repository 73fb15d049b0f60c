package org.openlauncher.daemon;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks with the launcher as one user. */
public final class LauncherConversation {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StatusRequest connection;
  private final Supplier<Optional<String>> credential;

  /**
   * @param credential makes a fresh credential for each request; none at a unix socket that knows
   *     who asks
   */
  public LauncherConversation(StatusRequest connection, Supplier<Optional<String>> credential) {
    this.connection = connection;
    this.credential = credential;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body what it says
   */
  public record Answer(int status, JsonNode body) {
    private static final int FIRST_FAILURE = 400;

    /** Whether it was refused or failed. */
    public boolean failed() {
      return status >= FIRST_FAILURE;
    }

    /** Why it was refused. */
    public String message() {
      return body.path("error").path("message").asString("HTTP status " + status);
    }
  }

  /** Asks for something. */
  public Answer get(String path) throws IOException {
    return send("GET", path, Optional.empty());
  }

  /** Removes something. */
  public Answer delete(String path) throws IOException {
    return send("DELETE", path, Optional.empty());
  }

  /** Sends something. */
  public Answer post(String path, Object body) throws IOException {
    return send("POST", path, Optional.of(JSON.writeValueAsString(body)));
  }

  /** An output as it is. */
  public String text(String path) throws IOException {
    Map<String, String> headers = headers();
    headers.put("Accept", "application/octet-stream");
    return connection.send("GET", path, headers, Optional.empty()).body();
  }

  private Answer send(String method, String path, Optional<String> body) throws IOException {
    StatusRequest.Answer answer = connection.send(method, path, headers(), body);
    try {
      return new Answer(answer.number(), JSON.readTree(answer.body()));
    } catch (JacksonException notJson) {
      throw new IOException("the answer is not JSON: HTTP status " + answer.number(), notJson);
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    credential.get().ifPresent(signed -> headers.put("Authorization", "Launcher " + signed));
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    return headers;
  }
}
