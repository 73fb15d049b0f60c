package org.openlauncher.host.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.profiles.EnforcedLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands recorded jobs to their clusters, each exactly once: where it is in doubt whether the
 * back-end has a job, it is looked for there, and only launched again when it is certainly absent.
 */
final class Launches {
  private static final Logger LOG = LoggerFactory.getLogger(Launches.class);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 5;

  private final Set<JobId> inDoubt = ConcurrentHashMap.newKeySet();
  private final JobTable table;
  private final ScheduledExecutorService timer;

  Launches(JobTable table, ScheduledExecutorService timer) {
    this.table = table;
    this.timer = timer;
  }

  /** The first try: completes with the job, or with the refusal after which there is no job. */
  CompletableFuture<Job> launch(ClusterDoor door, LaunchRequest request) {
    return door.call("submit", cluster -> cluster.submit(fitted(request, cluster)))
        .handle(
            (launch, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(table.launched(request.id(), launch))
                    : settle(door, request, Refusals.unwrap(failure)))
        .thenCompose(job -> job);
  }

  /** What the cluster is given: it knows nothing of limits that the launcher enforces itself. */
  static LaunchRequest fitted(LaunchRequest request, Cluster cluster) {
    return new LaunchRequest(
        request.id(),
        EnforcedLimits.forCluster(request.specification(), cluster.capabilities()),
        request.owner(),
        request.profile());
  }

  private CompletableFuture<Job> settle(
      ClusterDoor door, LaunchRequest request, Throwable failure) {
    if (failure instanceof LaunchFailedException failed) {
      return CompletableFuture.completedFuture(
          table.failed(request.id(), failed.statusCode(), failed.getMessage()));
    }
    if (failure instanceof LauncherException refusal && nothingWasLaunched(refusal)) {
      table.dropped(request.id(), refusal);
      return CompletableFuture.failedFuture(refusal);
    }
    LOG.warn("Job {}: it is not known whether {} has it", request.id(), door.name(), failure);
    Job job =
        table.undecided(
            request.id(),
            "Cluster " + door.name() + " gave no answer yet; it is being asked again.");
    lookFor(door, request);
    return CompletableFuture.completedFuture(job);
  }

  private static boolean nothingWasLaunched(LauncherException refusal) {
    return !(refusal instanceof AmbiguousLaunchException)
        && switch (refusal.code()) {
          case TIMEOUT, UNKNOWN, PLUGIN_RESTARTED -> false;
          case REQUEST_NOT_SUPPORTED,
              INVALID_REQUEST,
              JOB_NOT_FOUND,
              JOB_NOT_RUNNING,
              JOB_OUTPUT_NOT_FOUND,
              INVALID_JOB_STATE,
              JOB_CONTROL_FAILURE,
              UNSUPPORTED_VERSION,
              UNAUTHORIZED,
              FORBIDDEN,
              TOO_MANY_REQUESTS,
              QUOTA_EXCEEDED,
              CLUSTER_UNAVAILABLE,
              PAYLOAD_TOO_LARGE,
              NOT_FOUND,
              METHOD_NOT_ALLOWED,
              IDEMPOTENCY_CONFLICT ->
              true;
        };
  }

  /** Looks for a job that the back-end may or may not have, until the answer is certain. */
  void lookFor(ClusterDoor door, LaunchRequest request) {
    if (inDoubt.add(request.id())) {
      ask(door, request, 0);
    }
  }

  private void ask(ClusterDoor door, LaunchRequest request, int tries) {
    if (table.find(request.id()).isEmpty()) {
      inDoubt.remove(request.id());
      return;
    }
    door.call("find", cluster -> cluster.find(fitted(request, cluster)))
        .whenComplete(
            (search, failure) -> {
              if (search instanceof Search.Found found) {
                adopt(door, request.id(), found.launch());
              } else if (search instanceof Search.Absent) {
                absent(door, request, tries);
              } else {
                later(door, request, tries);
              }
            });
  }

  private void adopt(ClusterDoor door, JobId id, Launch launch) {
    inDoubt.remove(id);
    Optional<Job> job = table.adopted(id, launch);
    if (job.isPresent()) {
      LOG.info("Job {}: found in {}", id, door.name());
      attach(door, id, 0);
    }
  }

  /** Until it succeeds: a job that nobody watches would never end. */
  private void attach(ClusterDoor door, JobId id, int tries) {
    Optional<LaunchedJob> job =
        table.find(id).filter(known -> !known.status().state().terminal()).flatMap(Job::launched);
    if (job.isEmpty()) {
      return;
    }
    door.call(
            "attach",
            cluster -> {
              cluster.attach(List.of(job.get()));
              return true;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                withdraw(door, job.get());
              } else {
                LOG.warn("Job {}: {} could not take it over", id, door.name(), failure);
                afterAWhile(tries, () -> attach(door, id, tries + 1));
              }
            });
  }

  /** Makes up for a cancel that was asked for before anybody knew the job. */
  private void withdraw(ClusterDoor door, LaunchedJob job) {
    if (!table.cancelAsked(job.id())) {
      return;
    }
    door.call(
            "control",
            cluster -> {
              if (cluster.capabilities().operations().contains(JobOperation.CANCEL)) {
                cluster.control(job, JobOperation.CANCEL);
              }
              return true;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warn("Job {}: {} could not cancel it", job.id(), door.name(), failure);
              }
            });
  }

  /** A job that ended or was withdrawn in the meantime is not started after all. */
  private void absent(ClusterDoor door, LaunchRequest request, int tries) {
    if (table.withdrawn(request.id())) {
      inDoubt.remove(request.id());
      return;
    }
    door.call("submit", cluster -> cluster.submit(fitted(request, cluster)))
        .whenComplete(
            (launch, failure) -> {
              if (failure == null) {
                inDoubt.remove(request.id());
                table
                    .adopted(request.id(), launch)
                    .flatMap(Job::launched)
                    .ifPresent(job -> withdraw(door, job));
                return;
              }
              Throwable cause = Refusals.unwrap(failure);
              if (cause instanceof LaunchFailedException failed) {
                inDoubt.remove(request.id());
                table.failed(request.id(), failed.statusCode(), failed.getMessage());
              } else if (cause instanceof LauncherException refusal
                  && nothingWasLaunched(refusal)
                  && refusal.code() != ErrorCode.CLUSTER_UNAVAILABLE
                  && refusal.code() != ErrorCode.TOO_MANY_REQUESTS) {
                inDoubt.remove(request.id());
                table.failed(request.id(), StatusCode.LAUNCH_FAILED, refusal.getMessage());
              } else {
                later(door, request, tries);
              }
            });
  }

  private void later(ClusterDoor door, LaunchRequest request, int tries) {
    afterAWhile(tries, () -> ask(door, request, tries + 1));
  }

  private void afterAWhile(int tries, Runnable work) {
    if (!timer.isShutdown()) {
      timer.schedule(
          work,
          LOOK_AGAIN_AFTER.toMillis() << Math.min(tries, MOST_DOUBLINGS),
          TimeUnit.MILLISECONDS);
    }
  }
}
