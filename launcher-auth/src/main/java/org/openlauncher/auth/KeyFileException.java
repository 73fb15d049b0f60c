package org.openlauncher.auth;

/**
 * The key can't be used. The message names the file, what was expected, what was found, and the
 * command that mends it.
 */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean denied;

  KeyFileException(String message) {
    this(message, false);
  }

  private KeyFileException(String message, boolean denied) {
    super(message);
    this.denied = denied;
  }

  static KeyFileException denied(String message) {
    return new KeyFileException(message, true);
  }

  /** Whether the file may be sound, but the running user has no permission to read it. */
  public boolean isDenied() {
    return denied;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
