package org.openlauncher.api.plugin;

import java.util.List;
import java.util.Objects;
import org.openlauncher.api.job.ExposedPort;

/**
 * Where a running job can be reached.
 *
 * @param host the machine's name
 * @param ipAddresses its addresses, without loopback and link-local ones
 * @param endpoints host:port of each exposed port that is reachable under another address
 * @param ports the exposed ports with the port that was chosen
 */
public record NetworkInfo(
    String host, List<String> ipAddresses, List<String> endpoints, List<ExposedPort> ports) {
  /**
   * Takes copies of the lists.
   *
   * @param host the machine's name
   * @param ipAddresses its addresses, without loopback and link-local ones
   * @param endpoints host:port of each exposed port that is reachable under another address
   * @param ports the exposed ports with the port that was chosen
   */
  public NetworkInfo {
    Objects.requireNonNull(host);
    ipAddresses = List.copyOf(ipAddresses);
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }
}
