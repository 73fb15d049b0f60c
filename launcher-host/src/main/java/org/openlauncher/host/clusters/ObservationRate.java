package org.openlauncher.host.clusters;

import java.time.Duration;

/**
 * How fast a cluster may tell what it sees: as many jobs at once as there may well be, and so many
 * a second from then on. All clusters share the table of jobs and the store, so that one that tells
 * without end would be felt by the others.
 */
final class ObservationRate {
  static final int AT_ONCE = 50_000;
  static final int A_SECOND = 5_000;

  private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos() / A_SECOND;
  private static final long MOST_DEBT = Duration.ofSeconds(1).toNanos();
  private static final long FULL = AT_ONCE * NANOS_EACH;

  private long left = FULL;
  private long since = System.nanoTime();

  /** Takes one; how long whoever brings it must wait before the next. */
  synchronized Duration take() {
    long now = System.nanoTime();
    // Whoever told too much is not made to pay for it for ever.
    left = Math.max(-MOST_DEBT, Math.min(FULL, left + (now - since)) - NANOS_EACH);
    since = now;
    return left >= 0 ? Duration.ZERO : Duration.ofNanos(-left);
  }
}
