package org.openlauncher.host.http;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.host.tls.TlsIdentity;

/**
 * How the front door behaves.
 *
 * @param addresses where it listens; at least one
 * @param tls what secures the TCP addresses; empty for plain text
 * @param largestBody the largest request body that is taken
 * @param requestTimeout how long an answer may take; streams are not answers in this sense
 * @param idleTimeout how long a connection may make no progress
 * @param keepAliveInterval how long a stream may be silent before it gives a sign of life
 * @param authorizationEnabled {@code false}: everybody may do everything
 * @param adminGroup the group whose members see and control all jobs, asked at each request; empty
 *     for nobody
 * @param metrics who may read the metrics
 */
public record FrontDoorSettings(
    List<ListenAddress> addresses,
    Optional<TlsIdentity> tls,
    DataSize largestBody,
    Duration requestTimeout,
    Duration idleTimeout,
    Duration keepAliveInterval,
    boolean authorizationEnabled,
    Supplier<Optional<String>> adminGroup,
    MetricsAccess metrics) {

  /** How long a stream is silent at most, unless something else is wanted. */
  public static final Duration USUAL_KEEP_ALIVE_INTERVAL = Duration.ofSeconds(15);

  /** Takes a copy of the list; refuses what can't work. */
  public FrontDoorSettings {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("the front door needs an address to listen at");
    }
    requirePositive("request timeout", requestTimeout);
    requirePositive("idle timeout", idleTimeout);
    requirePositive("keep-alive interval", keepAliveInterval);
    Objects.requireNonNull(tls);
    Objects.requireNonNull(largestBody);
    Objects.requireNonNull(adminGroup);
    Objects.requireNonNull(metrics);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException("the " + name + " must be positive, is " + duration);
    }
  }

  /** Who may read {@code /metrics}. */
  public enum MetricsAccess {
    /** Nobody: there is no such address. */
    NONE,
    /** Everybody at an address that only this machine can reach; elsewhere authenticated users. */
    LOCAL,
    /** Everybody. */
    EVERYBODY
  }
}
