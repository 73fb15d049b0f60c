package org.openlauncher.host.jobs;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.clusters.ClusterEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the jobs' side together and runs it: the table, the launches, the feeds, the expiry. */
public final class JobsRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobsRuntime.class);
  private static final Duration EXPIRY_ROUND = Duration.ofSeconds(30);
  private static final Duration WALL_CLOCK_ROUND = Duration.ofMillis(500);
  private static final int COMPLETION_THREADS = 4;
  private static final int LOOK_UP_THREADS = 8;
  private static final long IDLE_THREAD_SECONDS = 20;

  private final ExecutorService completions = pool("streams", COMPLETION_THREADS);
  private final ExecutorService lookUps = pool("accounts", LOOK_UP_THREADS);
  private final JobTable table;
  private final OutputFeeds outputs;
  private final Jobs jobs;
  private final ClusterEvents events;

  /**
   * @param store where jobs are kept; not closed here
   * @param timer for what happens later; not ended here
   * @param text a specification as text that is equal for equal requests
   */
  public JobsRuntime(
      JobStore store,
      ClusterDoors clusters,
      UserDirectory users,
      ScheduledExecutorService timer,
      Function<JobSpecification, String> text) {
    Clock clock = Clock.systemUTC();
    ChangeJournal journal = new ChangeJournal(completions, ChangeJournal.CAPACITY);
    table = new JobTable(store, journal, clock);
    // Also those of clusters that are not in the configuration.
    table
        .all()
        .map(job -> job.specification().cluster())
        .distinct()
        .toList()
        .forEach(cluster -> table.stale(cluster, true));
    outputs = new OutputFeeds(table, timer, completions);
    Launches launches = new Launches(table, timer);
    events = new ClusterJobs(table, clusters, launches, outputs, users, timer, lookUps);
    jobs =
        new JobService(
            table,
            clusters,
            new Submissions(table, clusters, launches, users, lookUps, text),
            outputs,
            new ResourceFeeds(table, timer, completions));
    WallClock wallClock = new WallClock(table, clusters, clock);
    timer.scheduleWithFixedDelay(
        () -> guarded(wallClock::round, "The look at jobs whose time is up"),
        WALL_CLOCK_ROUND.toMillis(),
        WALL_CLOCK_ROUND.toMillis(),
        TimeUnit.MILLISECONDS);
    JobExpiry expiry = new JobExpiry(table, clusters, clock);
    timer.scheduleWithFixedDelay(
        () -> guarded(expiry::round, "The removal of ended jobs"),
        EXPIRY_ROUND.toMillis(),
        EXPIRY_ROUND.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** A round that fails must not be the last one. */
  private static void guarded(Runnable round, String what) {
    try {
      round.run();
    } catch (RuntimeException failure) {
      LOG.error("{} failed; it is tried again", what, failure);
    }
  }

  /** The door for requests. */
  public Jobs jobs() {
    return jobs;
  }

  /** What the clusters tell the jobs. */
  public ClusterEvents events() {
    return events;
  }

  /** Notes that a session answers. */
  public void sessionReady(JobId id, String message) {
    table.sessionReady(id, message);
  }

  /** How many jobs there are in each state. */
  public Map<JobState, Long> countByState() {
    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
    for (JobState state : List.of(JobState.values())) {
      counts.put(state, 0L);
    }
    table.all().forEach(job -> counts.merge(job.status().state(), 1L, Long::sum));
    return counts;
  }

  /** How many outputs are being read. */
  public int openOutputs() {
    return outputs.size();
  }

  @Override
  public void close() {
    completions.shutdownNow();
    lookUps.shutdownNow();
  }
}
