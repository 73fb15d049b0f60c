package org.openlauncher.host.sessions;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.plugin.NetworkInfo;

/** Where a session may answer. */
record SessionAddress(String host, int port) {

  /** The places to try, the likeliest first. */
  static List<SessionAddress> of(NetworkInfo network, int port) {
    int outside =
        network.ports().stream()
            .filter(exposed -> exposed.targetPort() == port)
            .flatMap(exposed -> exposed.publishedPort().stream())
            .findFirst()
            .orElse(port);
    Set<SessionAddress> places = new LinkedHashSet<>();
    for (String endpoint : network.endpoints()) {
      int colon = endpoint.lastIndexOf(':');
      if (colon > 0 && endpoint.substring(colon + 1).equals(Integer.toString(outside))) {
        places.add(new SessionAddress(endpoint.substring(0, colon), outside));
      }
    }
    List<String> hosts = new ArrayList<>(network.ipAddresses());
    hosts.add(network.host());
    hosts.forEach(host -> places.add(new SessionAddress(host, outside)));
    boolean published =
        network.ports().stream()
            .filter(exposed -> exposed.targetPort() == port)
            .map(ExposedPort::publishedPort)
            .anyMatch(Optional::isPresent);
    if (published && outside != port) {
      hosts.forEach(host -> places.add(new SessionAddress(host, port)));
    }
    return List.copyOf(places);
  }

  /** As a web address has it. */
  @Override
  public String toString() {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + port;
  }
}
