package org.openlauncher.plugin.docker.engine;

/** The engine answered, with an error. */
public final class EngineException extends EngineFailure {
  private static final long serialVersionUID = 1L;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int LEAST_FAULT_OF_ITS_OWN = 500;

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

  /** Whether the engine itself has failed, so that the same request could succeed later. */
  public boolean faultOfEngine() {
    return status >= LEAST_FAULT_OF_ITS_OWN;
  }
}
