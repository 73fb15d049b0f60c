package org.openlauncher.host.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * Whether the log tells details. Only of the launcher's own parts: a library's details may hold
 * what nobody should read, such as the headers of requests.
 */
public final class DebugLogging {
  static final String OWN_PARTS = "org.openlauncher";

  private DebugLogging() {}

  /** From now on, or from now on no longer. */
  public static void enable(boolean enabled) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(OWN_PARTS).setLevel(enabled ? Level.DEBUG : Level.INFO);
    }
  }
}
