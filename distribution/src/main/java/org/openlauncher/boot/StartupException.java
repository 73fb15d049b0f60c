package org.openlauncher.boot;

/** The launcher cannot start; the message is for the administrator, and complete. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  public StartupException(ExitStatus status, String message) {
    this(status.number(), message);
  }

  /** With the status of another process that could not start. */
  public StartupException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
