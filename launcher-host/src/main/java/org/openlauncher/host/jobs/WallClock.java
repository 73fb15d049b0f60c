package org.openlauncher.host.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.jobs.Deadlines.Overdue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the jobs that have run for as long as they may: asks them to stop, and kills them if they
 * are still there some seconds later. A cluster that keeps the time itself is left some time to do
 * so. Since when a job runs is kept in the store, so that a restart gives nobody more time.
 */
final class WallClock {
  private static final Logger LOG = LoggerFactory.getLogger(WallClock.class);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_CLUSTER = Duration.ofSeconds(60);

  private final JobTable table;
  private final ClusterDoors clusters;
  private final Clock clock;

  /** When each is to be looked at again. Touched by the round alone. */
  private final Map<JobId, Instant> nextTries = new HashMap<>();

  WallClock(JobTable table, ClusterDoors clusters, Clock clock) {
    this.table = table;
    this.clusters = clusters;
    this.clock = clock;
  }

  /** Looks at all jobs that have a time to run. One round comes after the other. */
  void round() {
    List<Overdue> all = table.overdue();
    nextTries
        .keySet()
        .retainAll(all.stream().map(overdue -> overdue.job().id()).collect(Collectors.toSet()));
    Instant now = clock.instant();
    for (Overdue overdue : all) {
      JobId id = overdue.job().id();
      if (!now.isBefore(nextTries.getOrDefault(id, now)) && end(overdue)) {
        nextTries.put(id, now.plus(BETWEEN_TRIES));
      }
    }
  }

  private boolean end(Overdue overdue) {
    Job job = overdue.job();
    Optional<LaunchedJob> launched = job.launched();
    Optional<ClusterDoor> door =
        clusters.find(job.specification().cluster()).filter(ClusterDoor::open);
    if (launched.isEmpty() || door.isEmpty()) {
      return false;
    }
    door.get()
        .call("control", cluster -> end(overdue, launched.get(), cluster))
        .exceptionally(
            failure -> {
              LOG.warn("Job {}: its time is up, but it could not be ended", job.id(), failure);
              return false;
            });
    return true;
  }

  private boolean end(Overdue overdue, LaunchedJob job, Cluster cluster) {
    Capabilities capabilities = cluster.capabilities();
    if (capabilities.enforcedLimits().contains(ResourceLimit.WALL_TIME)
        && overdue.by().compareTo(PATIENCE_WITH_CLUSTER) < 0) {
      return false;
    }
    boolean stop =
        !capabilities.operations().contains(JobOperation.KILL)
            || (!overdue.asked() && capabilities.operations().contains(JobOperation.STOP));
    JobOperation operation = stop ? JobOperation.STOP : JobOperation.KILL;
    LOG.info("Job {}: its time is up ({})", job.id(), operation.wireName());
    table.timeIsUp(job.id());
    cluster.control(job, operation);
    return true;
  }
}
