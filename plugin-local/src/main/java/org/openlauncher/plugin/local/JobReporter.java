package org.openlauncher.plugin.local;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.job.StatusTranslation;

/**
 * Tells the launcher what becomes of the jobs, in the order in which it happens; remembers of each
 * living job what the processes don't tell.
 */
final class JobReporter implements ProcessListener {
  private final ObservationSink sink;
  private final StatusTranslation translation;
  private final Map<JobId, Job> living = new HashMap<>();

  private static final class Job {
    private final JobState before;
    private final boolean launchedNow;
    private Optional<Long> pid = Optional.empty();
    private boolean suspended;
    private boolean killed;

    Job(JobState before, boolean launchedNow) {
      this.before = before;
      this.launchedNow = launchedNow;
    }

    private JobState state() {
      return suspended ? JobState.SUSPENDED : JobState.RUNNING;
    }
  }

  JobReporter(ObservationSink sink, StatusTranslation translation) {
    this.sink = sink;
    this.translation = translation;
  }

  /** Expects news of a job that is about to be launched. */
  synchronized void expectLaunch(JobId id) {
    living.putIfAbsent(id, new Job(JobState.PENDING, true));
  }

  /**
   * Expects news of a job, and tells what is known of it already.
   *
   * @param before the state in which it was known last
   */
  synchronized void expect(JobId id, JobState before) {
    Job job = living.computeIfAbsent(id, unknown -> new Job(before, false));
    if (job.pid.isPresent()) {
      tellLiving(id, job, Instant.now());
    }
  }

  /** Expects no news of a job any more. */
  synchronized void drop(JobId id) {
    living.remove(id);
  }

  /** The state of a job that lives; empty where its end was told. */
  synchronized Optional<JobState> state(JobId id) {
    return Optional.ofNullable(living.get(id))
        .map(job -> job.pid.isPresent() ? job.state() : job.before)
        .filter(state -> !state.terminal());
  }

  /** Tells that a job was suspended, or goes on, where it has not ended meanwhile. */
  synchronized void suspended(JobId id, boolean suspended) {
    Job job = living.get(id);
    if (job != null && job.suspended != suspended) {
      job.suspended = suspended;
      tellLiving(id, job, Instant.now());
    }
  }

  /** Notes that a job is about to be killed through the launcher. */
  synchronized void killed(JobId id) {
    Job job = living.get(id);
    if (job != null) {
      job.killed = true;
    }
  }

  @Override
  public synchronized void started(JobId id, ProcessIdentity process, Instant at) {
    Job job = living.computeIfAbsent(id, unknown -> new Job(JobState.RUNNING, false));
    job.pid = Optional.of(process.pid());
    // While nobody looked it may have been stopped; one that has just begun was not.
    job.suspended = job.suspended || (!job.launchedNow && StoppedProcess.is(process.pid()));
    // The record of a job that ended is told from its start; whoever knows the end needs no more.
    if (!job.before.terminal()) {
      tellLiving(id, job, at);
    }
  }

  @Override
  public synchronized void ended(JobId id, ExitRecord exit) {
    Job job = living.remove(id);
    tell(id, exit.at(), translation.ended(exit, job != null && job.killed));
  }

  @Override
  public synchronized void launchFailed(JobId id, LaunchFailedException failure) {
    living.remove(id);
    tell(id, Instant.now(), translation.failed(failure));
  }

  @Override
  public synchronized void lost(JobId id, LossReason reason) {
    Job job = living.remove(id);
    Instant now = Instant.now();
    String message = reason.message();
    switch (reason) {
      case MACHINE_RESTARTED -> tell(id, now, translation.machineRestarted(message));
      case NEVER_STARTED -> {
        if (job != null && job.before != JobState.PENDING) {
          sink.report(
              new Observation.Absent(id, now, "There is no record of the job's process any more."));
        } else {
          tell(id, now, translation.failed(StatusCode.LAUNCH_FAILED, message));
        }
      }
      case RECORD_UNREADABLE -> sink.report(new Observation.Unknown(id, now, message));
    }
  }

  @Override
  public void impeded(String reason) {
    sink.health(new ClusterHealth(ClusterHealth.Level.RED, reason));
  }

  @Override
  public void unimpeded() {
    sink.health(ClusterHealth.GREEN);
  }

  private void tellLiving(JobId id, Job job, Instant at) {
    tell(id, at, translation.living(job.suspended, job.pid));
  }

  private void tell(JobId id, Instant at, JobStatus status) {
    sink.report(new Observation.Known(id, at, status));
  }
}
