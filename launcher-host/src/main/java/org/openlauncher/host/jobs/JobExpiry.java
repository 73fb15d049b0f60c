package org.openlauncher.host.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.openlauncher.host.clusters.ClusterDoors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes ended jobs when their time is over: first what the cluster keeps of one, then the job
 * itself, so that a crash in between leaves a job that is tried again and never output without a
 * job.
 */
final class JobExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(JobExpiry.class);
  private static final int MOST_AT_ONCE = 200;

  private final JobTable table;
  private final ClusterDoors clusters;
  private final Clock clock;

  JobExpiry(JobTable table, ClusterDoors clusters, Clock clock) {
    this.table = table;
    this.clusters = clusters;
    this.clock = clock;
  }

  /** One round; a bounded number of jobs, so that no back-end is flooded. */
  void round() {
    Instant now = clock.instant();
    List<Job> due = table.all().filter(job -> isDue(job, now)).limit(MOST_AT_ONCE).toList();
    due.forEach(this::remove);
  }

  private boolean isDue(Job job, Instant now) {
    return job.status().state().terminal()
        && job.lastUpdateTime().plus(clusters.expiry(job.specification().cluster())).isBefore(now);
  }

  private void remove(Job job) {
    clusters
        .find(job.specification().cluster())
        .filter(door -> job.handle().isPresent())
        .ifPresentOrElse(
            door ->
                door.call(
                        "forget",
                        cluster -> {
                          cluster.forget(job.launched().orElseThrow());
                          return true;
                        })
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            table.expire(job.id());
                          } else {
                            LOG.warn("Job {}: its output could not be removed", job.id(), failure);
                          }
                        }),
            () -> table.expire(job.id()));
  }
}
