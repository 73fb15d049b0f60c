package org.openlauncher.host.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets so many refusals of each user through in a minute, and counts the others: whoever knocks at
 * the door all the time must not push what matters out of the log.
 */
final class FloodBound {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Names of users are as many as the machine has: all beyond these share one count. */
  private static final int MOST_USERS = 1_000;

  private static final String OTHERS = "";

  private final int most;
  private final Map<String, Integer> counts = new HashMap<>();
  private Instant windowEnd = Instant.MIN;
  private long leftOut;

  FloodBound(int most) {
    this.most = most;
  }

  /** Whether one more is to be written. */
  synchronized boolean admit(Optional<String> user, Instant now) {
    if (!now.isBefore(windowEnd)) {
      counts.clear();
      windowEnd = now.plus(WINDOW);
    }
    String key =
        user.filter(name -> counts.size() < MOST_USERS || counts.containsKey(name)).orElse(OTHERS);
    if (counts.merge(key, 1, Integer::sum) <= most) {
      return true;
    }
    leftOut++;
    return false;
  }

  /** How many were left out since this was asked last. */
  synchronized long takeLeftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
