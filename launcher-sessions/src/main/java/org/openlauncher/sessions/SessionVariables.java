package org.openlauncher.sessions;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;

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

  private static final String HIDDEN = "***";

  private SessionVariables() {}

  /**
   * The environment of a job as it may be shown: where it is a session's, no value in it is the
   * session's token, by whatever name.
   */
  public static List<EnvironmentVariable> withoutToken(List<EnvironmentVariable> environment) {
    Optional<String> token =
        environment.stream()
            .filter(variable -> variable.name().equals(TOKEN))
            .map(EnvironmentVariable::value)
            .findFirst();
    return token
        .map(
            secret ->
                environment.stream()
                    .map(
                        variable ->
                            variable.value().equals(secret)
                                ? new EnvironmentVariable(variable.name(), HIDDEN)
                                : variable)
                    .toList())
        .orElse(environment);
  }

  static String flag(boolean value) {
    return value ? "1" : "0";
  }
}
