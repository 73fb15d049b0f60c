package org.openlauncher.sessions;

/** The variables that tell a session what it is. */
public final class SessionVariables {
  /** The session's id, which is its job's. */
  public static final String ID = "OPENLAUNCHER_SESSION_ID";

  /** The port to listen at. */
  public static final String PORT = "OPENLAUNCHER_SESSION_PORT";

  /** The token that the session was started with. */
  public static final String TOKEN = "OPENLAUNCHER_SESSION_TOKEN";

  /** The public key that verifies tokens, PEM. */
  public static final String PUBLIC_KEY = "OPENLAUNCHER_SESSION_PUBLIC_KEY";

  static final String CALLBACK_ADDRESS = "OPENLAUNCHER_CALLBACK_ADDRESS";
  static final String CALLBACK_VERIFY = "OPENLAUNCHER_CALLBACK_VERIFY_SSL_CERTS";
  static final String FORWARD_CONTAINER_ENVIRONMENT = "OPENLAUNCHER_FORWARD_CONTAINER_ENVIRONMENT";

  private SessionVariables() {}

  static String flag(boolean value) {
    return value ? "1" : "0";
  }
}
