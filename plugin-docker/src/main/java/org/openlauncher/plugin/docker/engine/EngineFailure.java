package org.openlauncher.plugin.docker.engine;

import org.jspecify.annotations.Nullable;

/** A request to the engine that came to nothing. */
public abstract sealed class EngineFailure extends RuntimeException
    permits EngineException, EngineUnreachableException {
  private static final long serialVersionUID = 1L;

  EngineFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What happened, for an administrator. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
