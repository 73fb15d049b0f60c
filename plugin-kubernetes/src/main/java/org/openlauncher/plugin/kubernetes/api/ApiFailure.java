package org.openlauncher.plugin.kubernetes.api;

/** The API server could not be asked, or it refused. */
public abstract sealed class ApiFailure extends RuntimeException
    permits ApiRefusal, ApiUnreachableException {
  private static final long serialVersionUID = 1L;

  ApiFailure(String message) {
    super(message);
  }

  ApiFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The message; never null here. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
