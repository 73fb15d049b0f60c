package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.file.Files;
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
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of the jobs that it follows when they are written, and tells the listener what
 * is new. Looks now and then whether those live that should write. All of it in one thread.
 */
final class JobFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);

  /** How long a shim may take to its first word before it is looked for. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RecordFolder records;
  private final PrivateFolder inputs;
  private final Shim shim;
  private final Machine machine;
  private final ProcessListener listener;
  private final Map<JobId, FollowedJob> jobs = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor executor;
  private final RecordWatcher watcher;
  private final ScheduledFuture<?> livenessCheck;

  JobFollower(
      RecordFolder records,
      PrivateFolder inputs,
      Shim shim,
      Machine machine,
      ProcessListener listener,
      Duration livenessInterval)
      throws IOException {
    this.records = records;
    this.inputs = inputs;
    this.shim = shim;
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
    this.watcher = new RecordWatcher(records.path(), this::examineAll, this::examineEverything);
    this.livenessCheck =
        executor.scheduleWithFixedDelay(
            this::checkLiveness,
            livenessInterval.toNanos(),
            livenessInterval.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  /** Begins to follow a job. Says whether it was not followed before. */
  boolean follow(FollowedJob job) {
    boolean news = jobs.putIfAbsent(job.id(), job) == null;
    if (news && job.launched()) {
      examineAll(Set.of(job.id()));
    }
    return news;
  }

  /** Notes that the shim of a job that is followed was started. */
  void launched(JobId id) {
    FollowedJob job = jobs.get(id);
    if (job != null) {
      job.markLaunched();
    }
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
    if (shim.isAtWork(id)) {
      return false;
    }
    records.withdraw(id);
    if (shim.isAtWork(id)) {
      return false;
    }
    boolean silent =
        records
            .read(id)
            .map(record -> record.start().isEmpty() && record.refusal().isEmpty())
            .orElse(true);
    if (silent) {
      records.delete(id);
      Files.deleteIfExists(inputs.file(id.value()));
    }
    return silent;
  }

  private void examineEverything() {
    examineAll(jobs.keySet());
  }

  private void examineAll(Set<JobId> ids) {
    try {
      executor.execute(() -> ids.forEach(id -> guarded(id, this::examine)));
    } catch (RejectedExecutionException closed) {
      LOG.debug("a record was written after the end of its supervisor");
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
    Optional<JobRecord> found = records.read(job.id());
    if (found.isEmpty()) {
      if (job.launched()) {
        lost(
            job,
            records.exists(job.id()) ? LossReason.RECORD_UNREADABLE : LossReason.NEVER_STARTED);
      }
      return;
    }
    JobRecord record = found.get();
    if (record.refusal().isPresent()) {
      refused(job, record.refusal().get());
      return;
    }
    record.start().ifPresent(start -> started(job, start));
    if (record.exit().isPresent()) {
      ended(job, record.exit().get().at(records.lastWritten(job.id())));
    } else if (!record.bootId().equals(machine.bootId())) {
      lost(job, LossReason.MACHINE_RESTARTED);
    }
  }

  /** For a job whose record is silent: does anybody live who will write into it? */
  private void examineLife(FollowedJob job) throws IOException {
    Optional<JobRecord.Start> start = records.read(job.id()).flatMap(JobRecord::start);
    if (start.isPresent()) {
      ProcessIdentity process = start.get().process();
      if (!ProcessTable.alive(start.get().shim()) && !ProcessTable.alive(process)) {
        // The shim may have written its last words after the record was read.
        examine(job);
        if (follows(job.id())) {
          Optional<Integer> noCode = Optional.empty();
          ended(job, new ExitRecord(noCode, Optional.empty(), Optional.empty(), Instant.now()));
        }
      }
    } else if (job.launched() && job.age() > PATIENCE.toNanos()) {
      examine(job);
      if (follows(job.id()) && withdraw(job.id())) {
        lost(job, LossReason.NEVER_STARTED);
      }
    }
  }

  private void started(FollowedJob job, JobRecord.Start start) {
    if (job.markStarted()) {
      try {
        Files.deleteIfExists(inputs.file(job.id().value()));
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

  private void refused(FollowedJob job, JobRecord.Refusal refusal) {
    StatusCode code =
        switch (refusal) {
          case DIRECTORY -> StatusCode.WORKING_DIRECTORY;
          case OUTPUT, ERRORS -> StatusCode.OUTPUT_FILE;
          case INPUT, OTHER -> StatusCode.LAUNCH_FAILED;
        };
    String message =
        switch (refusal) {
          case DIRECTORY -> "The working directory%s could not be entered.";
          case OUTPUT -> "The output file%s could not be opened.";
          case ERRORS -> "The error file%s could not be opened.";
          case INPUT -> "The standard input%s could not be opened.";
          case OTHER -> "The process of the job%s could not be started.";
        };
    if (jobs.remove(job.id(), job)) {
      LaunchFailedException failure =
          new LaunchFailedException(code, message.replace("%s", job.name(refusal)));
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
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warn("a listener of processes has not returned for a minute");
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
