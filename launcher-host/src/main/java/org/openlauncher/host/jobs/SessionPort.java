package org.openlauncher.host.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.sessions.SessionTags;

/** The port that a session listens at, where its cluster knows nothing of it. */
final class SessionPort {
  private SessionPort() {}

  /** What a cluster tells, with the port of the session in it. */
  static NetworkInfo in(NetworkInfo network, Job job) {
    List<String> tags = job.specification().tags();
    Optional<Integer> port =
        SessionTags.kind(tags)
            .filter(kind -> kind == JobKind.SESSION)
            .flatMap(kind -> SessionTags.port(tags))
            .filter(
                number ->
                    network.ports().stream().noneMatch(known -> known.targetPort() == number));
    if (port.isEmpty()) {
      return network;
    }
    List<ExposedPort> ports = new ArrayList<>(network.ports());
    ports.add(new ExposedPort(port.get(), port, ExposedPort.Protocol.TCP));
    return new NetworkInfo(network.host(), network.ipAddresses(), network.endpoints(), ports);
  }
}
