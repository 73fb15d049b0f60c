package org.openlauncher.plugin.kubernetes.api;

/** The API server gave no answer that says whether it did what it was asked for. */
public final class ApiUnreachableException extends ApiFailure {
  private static final long serialVersionUID = 1L;

  private final boolean nothingSent;

  ApiUnreachableException(String message, boolean nothingSent, Throwable cause) {
    super(message, cause);
    this.nothingSent = nothingSent;
  }

  ApiUnreachableException(String message) {
    super(message);
    this.nothingSent = false;
  }

  /** Whether the request certainly did not reach the server. */
  public boolean nothingSent() {
    return nothingSent;
  }
}
