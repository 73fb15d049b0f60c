package org.openlauncher.plugin.docker.engine;

import java.util.List;
import java.util.Locale;

/** The engine answered, with an error. */
public final class EngineException extends EngineFailure {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int LEAST_FAULT_OF_ITS_OWN = 500;
  private static final List<String> PART_AWAY =
      List.of(
          ": unavailable",
          "transport is closing",
          "error while dialing",
          "error reading from server",
          "containerd.sock",
          "context canceled",
          "ttrpc: closed");

  private final int status;

  EngineException(int status, String message) {
    super(message, null);
    this.status = status;
  }

  /** Whether there is no such thing. */
  public boolean notFound() {
    return status == NOT_FOUND;
  }

  /** Whether the thing is there already, or in another state. */
  public boolean conflict() {
    return status == CONFLICT;
  }

  /**
   * Whether a part of the engine is away, as containerd is that has just been killed: then the same
   * request can succeed later. The engine tells it by words alone.
   */
  public boolean passing() {
    String words = getMessage().toLowerCase(Locale.ROOT);
    return status >= LEAST_FAULT_OF_ITS_OWN && PART_AWAY.stream().anyMatch(words::contains);
  }

  /** Whether the engine has kept something of an earlier try to start the container. */
  public boolean leftOver() {
    String words = getMessage();
    return (words.contains("task ") && words.contains("already exists"))
        || words.endsWith("id already in use")
        || words.contains("container with id exists");
  }
}
