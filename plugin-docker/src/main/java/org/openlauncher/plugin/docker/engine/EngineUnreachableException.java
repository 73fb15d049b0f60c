package org.openlauncher.plugin.docker.engine;

/** The engine gave no answer that can be understood, or none in time: nothing is known. */
public final class EngineUnreachableException extends EngineFailure {
  private static final long serialVersionUID = 1L;

  EngineUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  EngineUnreachableException(String message) {
    super(message, null);
  }
}
