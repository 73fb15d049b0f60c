package com.example.spooler;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.ExitRecord.Ending;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.job.StatusTranslation;

/**
 * What becomes of the jobs: the queue is asked who runs, for as long as somebody waits; how a job
 * ended tells the process that waited in the queue for it.
 */
final class SpoolerJobs implements ProcessListener {
  private static final long FIRST_LOOK_MILLISECONDS = 20;
  private static final long LAST_LOOK_MILLISECONDS = 500;

  private final Spooler spooler;
  private final ObservationSink sink;
  private final ScheduledExecutorService executor;
  private final StatusTranslation translation;
  private final Map<JobId, Job> jobs = new HashMap<>();
  private long delay = FIRST_LOOK_MILLISECONDS;
  private boolean looking;
  private boolean closed;

  private static final class Job {
    private final UserAccount account;
    private JobState state;
    private boolean canceled;

    Job(UserAccount account, JobState state) {
      this.account = account;
      this.state = state;
    }
  }

  SpoolerJobs(
      Spooler spooler,
      ObservationSink sink,
      ScheduledExecutorService executor,
      StatusTranslation translation) {
    this.spooler = spooler;
    this.sink = sink;
    this.executor = executor;
    this.translation = translation;
  }

  /** Expects news of a job, and tells how it stands where that is known. */
  synchronized void expect(JobId id, UserAccount account, JobState before) {
    Job known = jobs.putIfAbsent(id, new Job(account, before));
    if (known != null && !known.state.terminal()) {
      tellLiving(id, known, Instant.now());
    }
  }

  synchronized void drop(JobId id) {
    jobs.remove(id);
  }

  /** Whose a job is that has not ended. */
  synchronized Optional<UserAccount> living(JobId id) {
    return Optional.ofNullable(jobs.get(id))
        .filter(job -> !job.state.terminal())
        .map(job -> job.account);
  }

  synchronized void canceled(JobId id) {
    Optional.ofNullable(jobs.get(id)).ifPresent(job -> job.canceled = true);
  }

  @Override
  public synchronized void started(JobId id, ProcessIdentity process, Instant at) {
    Job job = jobs.get(id);
    if (job != null && !job.state.terminal()) {
      tellLiving(id, job, at);
      delay = FIRST_LOOK_MILLISECONDS;
      lookSoon();
    }
  }

  private void tellLiving(JobId id, Job job, Instant at) {
    JobStatus status =
        job.state == JobState.RUNNING
            ? translation.living(false, Optional.empty())
            : JobStatus.of(JobState.PENDING).because(StatusCode.QUEUED, "waits for a free slot");
    sink.report(new Observation.Known(id, at, status));
  }

  /** Most jobs wait for a moment only, the others for long. */
  private synchronized void lookSoon() {
    if (!looking && !closed && jobs.values().stream().anyMatch(SpoolerJobs::waits)) {
      looking = true;
      executor.schedule(this::look, delay, TimeUnit.MILLISECONDS);
      delay = Math.min(2 * delay, LAST_LOOK_MILLISECONDS);
    }
  }

  private static boolean waits(Job job) {
    return job.state == JobState.PENDING;
  }

  /** One question for each user who waits, however many jobs that are. */
  private void look() {
    Set<UserAccount> accounts = new HashSet<>();
    synchronized (this) {
      jobs.values().stream().filter(SpoolerJobs::waits).forEach(job -> accounts.add(job.account));
    }
    ClusterHealth health = ClusterHealth.GREEN;
    for (UserAccount account : accounts) {
      try {
        spooler
            .list(account)
            .forEach(
                (id, entry) -> {
                  if (!entry.waits()) {
                    runs(id);
                  }
                });
      } catch (LauncherException noAnswer) {
        // Nothing is known, so nothing is told of the jobs.
        health = new ClusterHealth(ClusterHealth.Level.YELLOW, "a queue does not answer");
      }
    }
    synchronized (this) {
      looking = false;
      if (!closed) {
        sink.health(health);
      }
    }
    lookSoon();
  }

  private synchronized void runs(JobId id) {
    Job job = jobs.get(id);
    if (job != null && waits(job)) {
      job.state = JobState.RUNNING;
      tellLiving(id, job, Instant.now());
    }
  }

  @Override
  public synchronized void ended(JobId id, ExitRecord exit) {
    Job job = jobs.remove(id);
    JobStatus status =
        job != null && job.canceled && waits(job)
            ? JobStatus.of(JobState.CANCELED).because(StatusCode.BY_REQUEST, "")
            : translation.ended(withSignal(exit), false);
    sink.report(new Observation.Known(id, exit.at(), status));
  }

  /** tsp exits with the code that the shell in it made: 128 + the signal, for one. */
  private static ExitRecord withSignal(ExitRecord exit) {
    return exit.ending() instanceof Ending.Exited exited
        ? new ExitRecord(
            new Ending.ExitedOrSignaled(exited.code()),
            exit.exceeded(),
            exit.userTime(),
            exit.systemTime(),
            exit.at())
        : exit;
  }

  @Override
  public synchronized void launchFailed(JobId id, LaunchFailedException failure) {
    jobs.remove(id);
    sink.report(new Observation.Known(id, Instant.now(), translation.failed(failure)));
  }

  @Override
  public synchronized void lost(JobId id, LossReason reason) {
    Job job = jobs.remove(id);
    Instant now = Instant.now();
    sink.report(
        switch (reason) {
          case MACHINE_RESTARTED ->
              new Observation.Known(id, now, translation.machineRestarted(reason.message()));
          case NEVER_STARTED ->
              job != null && waits(job)
                  ? new Observation.Known(
                      id, now, translation.failed(StatusCode.LAUNCH_FAILED, reason.message()))
                  : new Observation.Absent(id, now, "There is no record of the job.");
          case RECORD_UNREADABLE -> new Observation.Unknown(id, now, reason.message());
        });
  }

  @Override
  public void impeded(String reason) {
    sink.health(new ClusterHealth(ClusterHealth.Level.RED, reason));
  }

  @Override
  public void unimpeded() {
    sink.health(ClusterHealth.GREEN);
  }

  synchronized void close() {
    closed = true;
    jobs.clear();
  }
}
