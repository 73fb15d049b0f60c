package org.openlauncher.plugin.kubernetes.api;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The API server answered with an error. */
public final class ApiRefusal extends ApiFailure {
  private static final long serialVersionUID = 1L;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int UNAVAILABLE = 503;
  private static final int LONGEST = 2000;

  private final int code;
  private final String reason;

  ApiRefusal(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  /** Reads an answer; what is no status of the API's is told as it is. */
  static ApiRefusal of(int code, byte[] body) {
    try {
      JsonNode status = Json.MAPPER.readTree(body);
      if (status.path("kind").asString("").equals("Status")) {
        return ofStatus(code, status);
      }
    } catch (JacksonException otherwise) {
      // Whatever stands before the server has words of its own.
    }
    String text = new String(body, java.nio.charset.StandardCharsets.UTF_8).strip();
    return new ApiRefusal(
        code,
        "",
        "HTTP status "
            + code
            + (text.isEmpty() ? "" : ": " + text.substring(0, Math.min(text.length(), LONGEST))));
  }

  static ApiRefusal ofStatus(int code, JsonNode status) {
    String message = status.path("message").asString("HTTP status " + code);
    String reason = status.path("reason").asString("");
    if (code == UNAUTHORIZED) {
      message =
          "the API server does not know who the launcher is ("
              + message
              + "): check auth-token, auth-token-file or kubeconfig";
    } else if (code == FORBIDDEN && message.contains("cannot ")) {
      message =
          "the launcher lacks a right in the cluster: "
              + message
              + "; a Role has to give it (docs/kubernetes.md)";
    }
    return new ApiRefusal(code, reason, message);
  }

  /** The HTTP status. */
  public int code() {
    return code;
  }

  /** Whether the launcher may not do this, whatever the object. */
  public boolean forbidden() {
    return code == UNAUTHORIZED || (code == FORBIDDEN && getMessage().contains("cannot "));
  }

  /** Whether there is no such object. */
  public boolean notFound() {
    return code == NOT_FOUND;
  }

  /** Whether there is such an object already. */
  public boolean alreadyExists() {
    return code == CONFLICT && reason.equals("AlreadyExists");
  }

  /** Whether a watch has to begin anew with a list. */
  public boolean gone() {
    return code == GONE;
  }

  /**
   * Whether the server, or who stands before it, can't say whether it did what it was asked for.
   */
  public boolean inDoubt() {
    return code >= SERVER_ERROR && code != UNAVAILABLE;
  }

  /** Whether asking later may help. */
  public boolean temporary() {
    return code == TOO_MANY || code >= SERVER_ERROR;
  }
}
