package org.openlauncher.api.plugin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One of the launchers that work side by side.
 *
 * @param host the name of its machine
 * @param ipv4 the machine's address; empty where it is not known
 * @param port where it listens, 1 to 65535; empty where it listens at no port
 * @param lastSeen when it last gave a sign of life; empty where that is not known
 * @param status the word for how it is: {@link #ONLINE} is usable
 */
public record LoadBalancerNode(
    String host,
    Optional<String> ipv4,
    Optional<Integer> port,
    Optional<Instant> lastSeen,
    String status) {
  /** The status of a launcher that can be used. */
  public static final String ONLINE = "Online";

  /**
   * Refuses nulls and a number that is no port.
   *
   * @param host the name of its machine
   * @param ipv4 the machine's address; empty where it is not known
   * @param port where it listens, 1 to 65535; empty where it listens at no port
   * @param lastSeen when it last gave a sign of life; empty where that is not known
   * @param status the word for how it is: {@link #ONLINE} is usable
   */
  public LoadBalancerNode {
    Objects.requireNonNull(host);
    Objects.requireNonNull(ipv4);
    Objects.requireNonNull(lastSeen);
    Objects.requireNonNull(status);
    port.filter(number -> number < 1 || number > 65_535)
        .ifPresent(
            number -> {
              throw new IllegalArgumentException("not a port: " + number);
            });
  }
}
