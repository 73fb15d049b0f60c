package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.error.LauncherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The associations of users in the accounting, each user's asked for when they first matter and
 * then now and again. Safe from any thread; the accounting is asked for one user at a time.
 */
final class Associations {
  private static final Logger LOG = LoggerFactory.getLogger(Associations.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final int MOST_KEPT = 10_000;

  private final SchedulerQueries queries;
  private final Map<String, Known> known = new HashMap<>();

  private record Known(List<Association> associations, long askedAt) {}

  Associations(SchedulerQueries queries) {
    this.queries = queries;
  }

  /**
   * A user's.
   *
   * @param cluster the cluster's name in the accounting
   * @return empty where the accounting has never answered
   */
  synchronized List<Association> of(String user, String cluster) {
    Known before = known.get(user);
    if (before != null && System.nanoTime() - before.askedAt() < FRESH.toNanos()) {
      return before.associations();
    }
    List<Association> now = before == null ? List.of() : before.associations();
    try {
      now = queries.associations(user, cluster);
    } catch (LauncherException unanswered) {
      LOG.warn("The associations of {} are not known: {}", user, unanswered.getMessage());
    }
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    known.put(user, new Known(now, System.nanoTime()));
    return now;
  }
}
