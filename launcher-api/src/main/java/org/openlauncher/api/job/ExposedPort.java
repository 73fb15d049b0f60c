package org.openlauncher.api.job;

import java.util.Optional;

/**
 * A port of a container that shall be reachable from outside.
 *
 * @param targetPort the port inside, 1 to 65535
 * @param publishedPort the port outside, 1 to 65535; empty: the back-end chooses
 * @param protocol TCP or UDP
 */
public record ExposedPort(int targetPort, Optional<Integer> publishedPort, Protocol protocol) {
  /**
   * Refuses a number that is no port.
   *
   * @param targetPort the port inside, 1 to 65535
   * @param publishedPort the port outside, 1 to 65535; empty: the back-end chooses
   * @param protocol TCP or UDP
   */
  public ExposedPort {
    requirePort(targetPort);
    publishedPort.ifPresent(ExposedPort::requirePort);
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** What is spoken at a port. */
  public enum Protocol {
    /** Streams. */
    TCP,
    /** Datagrams. */
    UDP
  }
}
