package org.openlauncher.api.error;

import java.util.Map;
import java.util.Objects;

/**
 * A failure that a client is told of. The message is written for the client: it names the thing,
 * what was expected and what was found, and holds no secret and no stack trace.
 */
public class LauncherException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient Map<String, Object> detail;

  /**
   * @param code what went wrong, for a machine
   * @param message what went wrong, for the client
   */
  public LauncherException(ErrorCode code, String message) {
    this(code, message, Map.of());
  }

  /**
   * @param code what went wrong, for a machine
   * @param message what went wrong, for the client
   * @param detail members of the error object's {@code detail}: strings, numbers, booleans or lists
   *     of these
   */
  public LauncherException(ErrorCode code, String message, Map<String, Object> detail) {
    super(message);
    this.code = Objects.requireNonNull(code);
    this.detail = Map.copyOf(detail);
  }

  /**
   * @param code what went wrong, for a machine
   * @param message what went wrong, for the client
   * @param cause goes to the log, never to the client
   */
  public LauncherException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
    this.detail = Map.of();
  }

  /** {@return what went wrong, for a machine} */
  public ErrorCode code() {
    return code;
  }

  /** {@return further facts for a machine; empty where there are none} */
  public Map<String, Object> detail() {
    return detail == null ? Map.of() : detail;
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), code.wireName());
  }
}
