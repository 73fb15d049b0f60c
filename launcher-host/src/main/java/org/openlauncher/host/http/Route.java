package org.openlauncher.host.http;

import java.util.List;
import java.util.Set;

/**
 * One row of the table of routes.
 *
 * @param method the HTTP method
 * @param template the path; a part in braces stands for any one part
 * @param access who may call it
 * @param parameters the query parameters that it knows
 * @param endpoint what answers
 * @param prompt whether it answers from memory alone, in microseconds and without ever blocking
 */
record Route(
    Method method,
    String template,
    Access access,
    Set<QueryParameter> parameters,
    Endpoint endpoint,
    boolean prompt) {
  Route(
      Method method,
      String template,
      Access access,
      Set<QueryParameter> parameters,
      Endpoint endpoint) {
    this(method, template, access, parameters, endpoint, false);
  }

  Route {
    parameters = Set.copyOf(parameters);
  }

  /** The parts of the path. */
  List<String> parts() {
    return List.of(template.substring(1).split("/", -1));
  }

  /** What a route can be called with. */
  enum Method {
    GET,
    POST,
    DELETE
  }

  /** Who may call a route. */
  enum Access {
    /** Everybody, without a credential. */
    OPEN,
    /** Everybody at a local address, else authenticated users. */
    LOCAL_OPEN,
    /** Users who are known by a credential or by the kernel. */
    AUTHENTICATED
  }
}
