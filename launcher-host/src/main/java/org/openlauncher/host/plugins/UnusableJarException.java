package org.openlauncher.host.plugins;

/** A file of the plugins folder is no plugin that may be loaded; the message tells why. */
final class UnusableJarException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableJarException(String message) {
    super(message);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
