package org.openlauncher.host.jobs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.clusters.ClusterEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table and the clusters together: hands every job that has not ended to its cluster when
 * that opens, looks for those of which nobody knows whether they were launched, and marks them all
 * stale while nobody watches them.
 */
final class ClusterJobs implements ClusterEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterJobs.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final JobTable table;
  private final ClusterDoors clusters;
  private final Launches launches;
  private final OutputFeeds outputs;
  private final UserDirectory users;
  private final ScheduledExecutorService timer;
  private final Executor lookUps;

  ClusterJobs(
      JobTable table,
      ClusterDoors clusters,
      Launches launches,
      OutputFeeds outputs,
      UserDirectory users,
      ScheduledExecutorService timer,
      Executor lookUps) {
    this.table = table;
    this.clusters = clusters;
    this.launches = launches;
    this.outputs = outputs;
    this.users = users;
    this.timer = timer;
    this.lookUps = lookUps;
  }

  @Override
  public CompletableFuture<Void> opened(ClusterDoor door) {
    CompletableFuture<Void> attached = attach(door);
    unfinished(door).stream()
        .filter(job -> job.handle().isEmpty())
        .forEach(job -> lookFor(door, job));
    return attached;
  }

  @Override
  public void closing(ClusterDoor door) {
    outputs.detach(door);
    table.stale(door.name(), true);
  }

  @Override
  public void observed(ClusterDoor door, Observation observation) {
    table.observe(door.name(), observation);
  }

  private CompletableFuture<Void> attach(ClusterDoor door) {
    List<LaunchedJob> jobs =
        unfinished(door).stream().flatMap(job -> job.launched().stream()).toList();
    if (jobs.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    LOG.info("Cluster {}: {} jobs are handed back", door.name(), jobs.size());
    return door.call(
            "attach",
            cluster -> {
              cluster.attach(jobs);
              return true;
            })
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                table.stale(door.name(), false);
              } else {
                LOG.warn("Cluster {}: could not take its jobs over", door.name(), failure);
                attachLater(door);
              }
            })
        .thenAccept(done -> {});
  }

  private void attachLater(ClusterDoor door) {
    if (door.open() && !timer.isShutdown()) {
      timer.schedule(() -> attach(door), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void lookFor(ClusterDoor door, Job job) {
    CompletableFuture.supplyAsync(() -> users.find(job.owner()), lookUps)
        .whenComplete(
            (account, failure) -> {
              if (failure == null && account.isPresent()) {
                lookFor(door, job, account.get());
              } else if (!timer.isShutdown()) {
                LOG.warn("Job {}: its owner {} can't be looked up", job.id(), job.owner(), failure);
                timer.schedule(() -> lookFor(door, job), RETRY.toMillis(), TimeUnit.MILLISECONDS);
              }
            });
  }

  private void lookFor(ClusterDoor door, Job job, UserAccount owner) {
    table
        .complete(List.of(job))
        .thenAccept(
            found ->
                found.forEach(
                    whole ->
                        launches.lookFor(
                            door,
                            new LaunchRequest(
                                job.id(),
                                whole.specification(),
                                owner,
                                clusters.profiles(door.name()).of(owner)))))
        .exceptionally(
            failure -> {
              LOG.warn("Job {}: its specification can't be read", job.id(), failure);
              if (!timer.isShutdown()) {
                timer.schedule(() -> lookFor(door, job), RETRY.toMillis(), TimeUnit.MILLISECONDS);
              }
              return null;
            });
  }

  private List<Job> unfinished(ClusterDoor door) {
    return table
        .all()
        .filter(job -> !job.status().state().terminal())
        .filter(job -> job.specification().cluster().equals(door.name()))
        .toList();
  }
}
