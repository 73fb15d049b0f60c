package org.openlauncher.host.jobs;

import java.util.HashMap;
import java.util.Map;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.host.profiles.Quota;

/**
 * How many jobs that have not ended each owner has at each cluster, from their admission on. Used
 * under the table's lock, so that two submissions can't take the same place.
 */
final class UnfinishedJobs {
  private final Map<Key, Integer> counts = new HashMap<>();

  private record Key(String owner, String cluster) {
    static Key of(JobSpecification job) {
      return new Key(job.user(), job.cluster());
    }
  }

  /** Refuses a job for which no place is left. */
  void requirePlace(JobSpecification job, Quota quota) {
    int present = counts.getOrDefault(Key.of(job), 0);
    if (present >= quota.most()) {
      throw quota.exceeded(job.user(), job.cluster(), present);
    }
  }

  void begun(JobSpecification job) {
    counts.merge(Key.of(job), 1, Integer::sum);
  }

  void ended(JobSpecification job) {
    counts.computeIfPresent(Key.of(job), (key, count) -> count == 1 ? null : count - 1);
  }
}
