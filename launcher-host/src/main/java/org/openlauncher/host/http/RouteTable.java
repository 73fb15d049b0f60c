package org.openlauncher.host.http;

import static org.openlauncher.host.http.QueryParameter.AFTER;
import static org.openlauncher.host.http.QueryParameter.DRY_RUN;
import static org.openlauncher.host.http.QueryParameter.FIELDS;
import static org.openlauncher.host.http.QueryParameter.FOLLOW;
import static org.openlauncher.host.http.QueryParameter.FORCE;
import static org.openlauncher.host.http.QueryParameter.OFFSET;
import static org.openlauncher.host.http.QueryParameter.TYPE;
import static org.openlauncher.host.http.Route.Access.AUTHENTICATED;
import static org.openlauncher.host.http.Route.Access.LOCAL_OPEN;
import static org.openlauncher.host.http.Route.Access.OPEN;
import static org.openlauncher.host.http.Route.Method.DELETE;
import static org.openlauncher.host.http.Route.Method.GET;
import static org.openlauncher.host.http.Route.Method.POST;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;

/** Every address of the front door, in one place; {@code openapi.json} is checked against it. */
final class RouteTable {
  private RouteTable() {}

  static List<Route> of(
      NodeStatus status,
      List<MetricSource> metrics,
      MetricsAccess metricsAccess,
      ClusterEndpoints clusters,
      PluginEndpoints plugins,
      JobEndpoints jobs,
      StreamEndpoints streams,
      SessionEndpoints sessions) {
    List<Route> routes = new ArrayList<>();
    routes.add(
        new Route(GET, "/status", OPEN, Set.of(), Endpoint.immediate(call -> status.answer())));
    byte[] description = description();
    routes.add(
        new Route(
            GET,
            "/openapi.json",
            OPEN,
            Set.of(),
            Endpoint.immediate(call -> Answer.json(description))));
    if (metricsAccess != MetricsAccess.NONE) {
      routes.add(
          new Route(
              GET,
              "/metrics",
              metricsAccess == MetricsAccess.EVERYBODY ? OPEN : LOCAL_OPEN,
              Set.of(),
              Endpoint.immediate(call -> metrics(metrics))));
    }
    routes.add(new Route(GET, "/clusters", AUTHENTICATED, Set.of(), clusters::all));
    routes.add(new Route(GET, "/clusters/{name}", AUTHENTICATED, Set.of(), clusters::one));
    routes.add(
        new Route(GET, "/plugins", AUTHENTICATED, Set.of(), Endpoint.immediate(plugins::all)));
    routes.add(
        new Route(POST, "/plugins/{name}/restart", AUTHENTICATED, Set.of(), plugins::restart));
    routes.add(
        new Route(POST, "/plugins/{name}/rollback", AUTHENTICATED, Set.of(), plugins::rollBack));
    routes.add(new Route(POST, "/jobs", AUTHENTICATED, Set.of(DRY_RUN), jobs::submit));
    routes.add(new Route(GET, "/jobs", AUTHENTICATED, ListQuery.PARAMETERS, jobs::list));
    routes.add(new Route(GET, "/jobs/status", AUTHENTICATED, Set.of(AFTER), streams::statusOfAll));
    routes.add(new Route(GET, "/jobs/{id}", AUTHENTICATED, Set.of(FIELDS), jobs::get, true));
    routes.add(new Route(POST, "/jobs/{id}/control", AUTHENTICATED, Set.of(), jobs::control));
    routes.add(
        new Route(GET, "/jobs/{id}/status", AUTHENTICATED, Set.of(AFTER), streams::statusOfOne));
    routes.add(
        new Route(
            GET,
            "/jobs/{id}/output",
            AUTHENTICATED,
            Set.of(TYPE, OFFSET, FOLLOW),
            streams::output));
    routes.add(new Route(GET, "/jobs/{id}/resources", AUTHENTICATED, Set.of(), streams::resources));
    routes.add(new Route(GET, "/jobs/{id}/network", AUTHENTICATED, Set.of(), jobs::network));
    routes.add(new Route(GET, "/jobs/{id}/explain", AUTHENTICATED, Set.of(), jobs::explain));
    routes.add(new Route(POST, "/sessions", AUTHENTICATED, Set.of(DRY_RUN), sessions::submit));
    routes.add(
        new Route(
            GET, "/sessions", AUTHENTICATED, SessionEndpoints.LIST_PARAMETERS, sessions::list));
    routes.add(new Route(GET, "/sessions/{id}", AUTHENTICATED, Set.of(), sessions::get));
    routes.add(new Route(DELETE, "/sessions/{id}", AUTHENTICATED, Set.of(FORCE), sessions::delete));
    routes.add(
        new Route(POST, "/sessions/{id}/token", AUTHENTICATED, Set.of(), sessions::freshToken));
    return List.copyOf(routes);
  }

  private static Answer metrics(List<MetricSource> sources) {
    return new Answer.Whole(
        HttpStatus.OK,
        PrometheusText.CONTENT_TYPE,
        Map.of(),
        PrometheusText.write(
            sources.stream().flatMap(source -> source.metrics().stream()).toList()));
  }

  private static byte[] description() {
    try (InputStream resource = RouteTable.class.getResourceAsStream("openapi.json")) {
      return Objects.requireNonNull(resource, "openapi.json is missing from the bundle")
          .readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
