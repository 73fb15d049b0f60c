package org.openlauncher.auth;

/**
 * The key can't be used. The message names the file, what was expected, what was found, and the
 * command that mends it.
 */
public final class KeyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFileException(String message) {
    super(message);
  }
}
