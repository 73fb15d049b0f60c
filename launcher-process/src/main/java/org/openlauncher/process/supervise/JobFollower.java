package org.openlauncher.process.supervise;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of the jobs that it follows when they are written, and tells the listener what
 * is new. Looks now and then whether those live that should write. Whoever has news, the watcher of
 * the records or who has launched a job, tells it himself, one after the other.
 */
final class JobFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

  /** How long a shim may take to its first word before it is looked for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RecordFolder records;
  private final Shims shims;
  private final ShimProcesses shimProcesses;
  private final Machine machine;
  private final ProcessListener listener;
  private final Map<JobId, FollowedJob> jobs = new ConcurrentHashMap<>();
  private final ReentrantLock turn = new ReentrantLock();
  private boolean closed;
  private final ScheduledThreadPoolExecutor executor;
  private final RecordWatcher watcher;
  private final ScheduledFuture<?> livenessCheck;

  JobFollower(
      RecordFolder records,
      Shims shims,
      ShimProcesses shimProcesses,
      Machine machine,
      ProcessListener listener,
      Duration livenessInterval)
      throws IOException {
    this.records = records;
    this.shims = shims;
    this.shimProcesses = shimProcesses;
    this.machine = machine;
    this.listener = listener;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "process-events");
              thread.setDaemon(true);
              return thread;
            });
    this.watcher =
        new RecordWatcher(
            records.path(),
            ids -> inTurn(() -> examineAll(ids)),
            () -> inTurn(() -> examineAll(jobs.keySet())));
    this.livenessCheck =
        executor.scheduleWithFixedDelay(
            () -> inTurn(this::checkLiveness),
            livenessInterval.toNanos(),
            livenessInterval.toNanos(),
            TimeUnit.NANOSECONDS);
    shims.watch(this::impediment);
  }

  private void impediment(Optional<String> reason) {
    later(
        () -> {
          try {
            reason.ifPresentOrElse(listener::impeded, listener::unimpeded);
          } catch (RuntimeException failure) {
            LOG.warn("a listener failed on news of the spawner", failure);
          }
        });
  }

  /** Begins to follow a job. Says whether it was not followed before. */
  boolean follow(FollowedJob job) {
    boolean news = jobs.putIfAbsent(job.id(), job) == null;
    if (news && job.launched()) {
      later(() -> guarded(job.id(), this::examine));
    }
    return news;
  }

  /**
   * Notes that the shim of a job that is followed was started.
   *
   * @param start what is known of it, so that the record need not be read
   */
  void launched(JobId id, Optional<JobRecord.Start> start) {
    FollowedJob launched = jobs.get(id);
    if (launched != null) {
      launched.markLaunched();
      inTurn(() -> guarded(id, job -> begin(job, start)));
    }
  }

  private void begin(FollowedJob job, Optional<JobRecord.Start> start) {
    start.ifPresent(told -> started(job, told));
    if (start.isEmpty() || job.missed()) {
      // Not here: whoever launches may be interrupted, and could not read the record then.
      later(() -> guarded(job.id(), this::examine));
    }
  }

  /** Whether a job is being launched, so that its record is nobody else's business. */
  boolean launching(JobId id) {
    FollowedJob job = jobs.get(id);
    return job != null && !job.launched();
  }

  boolean follows(JobId id) {
    return jobs.containsKey(id);
  }

  /** Follows a job no longer. */
  void drop(JobId id) {
    jobs.remove(id);
  }

  /**
   * Takes the order for a job back that nobody may have got. Where a shim got it before, it lives,
   * or has written its record.
   *
   * @return whether the job has not run and won't
   */
  boolean withdraw(JobId id) throws IOException {
    if (shimProcesses.atWork(id)) {
      return false;
    }
    records.withdraw(id);
    if (shimProcesses.atWork(id)) {
      return false;
    }
    boolean silent =
        records
            .read(id)
            .map(record -> record.start().isEmpty() && record.refused().isEmpty())
            .orElse(true);
    if (silent) {
      records.delete(id);
      shims.release(id);
    }
    return silent;
  }

  private void examineAll(Set<JobId> ids) {
    ids.forEach(id -> guarded(id, this::examine));
  }

  /** Does it now, when nobody else does such a thing. */
  private void inTurn(Runnable task) {
    turn.lock();
    try {
      if (!closed) {
        task.run();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Does it soon, in another thread: whoever asks for it may hold what a listener needs. */
  private void later(Runnable task) {
    try {
      executor.execute(() -> inTurn(task));
    } catch (RejectedExecutionException closed) {
      LOG.debug("there was news after the end of its supervisor");
    }
  }

  private void checkLiveness() {
    jobs.keySet().forEach(id -> guarded(id, this::examineLife));
  }

  private interface Examination {
    void examine(FollowedJob job) throws IOException;
  }

  private void guarded(JobId id, Examination examination) {
    FollowedJob job = jobs.get(id);
    if (job == null) {
      return;
    }
    try {
      examination.examine(job);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("the record of job {} could not be looked at", id, failure);
    }
  }

  private void examine(FollowedJob job) throws IOException {
    if (!job.launched()) {
      // A shim may write that the job has started, and then that its program could not be run.
      job.markMissed();
      return;
    }
    Optional<JobRecord> found = records.read(job.id());
    if (found.isEmpty()) {
      lost(job, records.exists(job.id()) ? LossReason.RECORD_UNREADABLE : LossReason.NEVER_STARTED);
      return;
    }
    JobRecord record = found.get();
    if (record.refused().isPresent()) {
      refused(job, record.refused().get());
      return;
    }
    if (record.exit().isEmpty() || job.launchedHere()) {
      // Of a job that ended unwatched its end is the only news.
      record.start().ifPresent(start -> started(job, start));
    }
    if (record.exit().isPresent()) {
      ended(job, record.exit().get().at(records.lastWritten(job.id())));
    } else if (!record.bootId().equals(machine.bootId())) {
      lost(job, LossReason.MACHINE_RESTARTED);
    }
  }

  /** For a job whose record is silent: does anybody live who will write into it? */
  private void examineLife(FollowedJob job) throws IOException {
    if (!job.launched()) {
      return;
    }
    Optional<JobRecord.Start> start = records.read(job.id()).flatMap(JobRecord::start);
    if (start.isPresent()) {
      ProcessIdentity process = start.get().process();
      if (!ProcessTable.alive(start.get().shim()) && !ProcessTable.alive(process)) {
        // The shim may have written its last words after the record was read.
        examine(job);
        if (follows(job.id())) {
          ended(job, ExitRecord.unseen(Instant.now()));
        }
      }
    } else if (job.age() > PATIENCE.toNanos()) {
      examine(job);
      if (follows(job.id()) && withdraw(job.id())) {
        lost(job, LossReason.NEVER_STARTED);
      }
    }
  }

  private void started(FollowedJob job, JobRecord.Start start) {
    if (job.markStarted()) {
      try {
        shims.release(job.id());
      } catch (IOException failure) {
        LOG.warn("the input of job {} could not be removed", job.id(), failure);
      }
      Instant at = machine.instantOf(start.process().startTicks());
      tell(job, () -> listener.started(job.id(), start.process(), at));
    }
  }

  private void ended(FollowedJob job, ExitRecord exit) {
    if (jobs.remove(job.id(), job)) {
      tell(job, () -> listener.ended(job.id(), exit));
    }
  }

  private void lost(FollowedJob job, LossReason reason) {
    if (jobs.remove(job.id(), job)) {
      tell(job, () -> listener.lost(job.id(), reason));
    }
  }

  private void refused(FollowedJob job, JobRecord.Refused refused) {
    if (jobs.remove(job.id(), job)) {
      LaunchFailedException failure =
          refused.refusal().failure(job.thing(refused.refusal()), refused.errorNumber());
      tell(job, () -> listener.launchFailed(job.id(), failure));
    }
  }

  /** A listener that fails must not keep later news from itself. */
  private static void tell(FollowedJob job, Runnable news) {
    try {
      news.run();
    } catch (RuntimeException failure) {
      LOG.warn("a listener failed on news of job {}", job.id(), failure);
    }
  }

  @Override
  public void close() {
    watcher.close();
    livenessCheck.cancel(false);
    executor.shutdownNow();
    try {
      if (turn.tryLock(1, TimeUnit.MINUTES)) {
        closed = true;
        turn.unlock();
      }
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("a listener of processes has not returned for a minute");
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
