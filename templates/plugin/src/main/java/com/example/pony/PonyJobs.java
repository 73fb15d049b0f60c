package com.example.pony;

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
 * Tells the launcher what becomes of the jobs. It is allowed to tell a thing twice or late; it must
 * not guess, and must tell what happens to one job in the order in which it happens.
 */
final class PonyJobs implements ProcessListener {
  private final ObservationSink sink;
  private final StatusTranslation translation;
  private final Map<JobId, JobStatus> living = new HashMap<>();

  PonyJobs(ObservationSink sink, StatusTranslation translation) {
    this.sink = sink;
    this.translation = translation;
  }

  /**
   * Expects news of a job, and tells what is known of it already.
   *
   * @param before how it stood when it was heard of last
   */
  synchronized void expect(JobId id, JobState before) {
    JobStatus known = living.putIfAbsent(id, JobStatus.of(before));
    if (known != null && known.state() == JobState.RUNNING) {
      tell(id, Instant.now(), known);
    }
  }

  /** Expects no news of a job any more. */
  synchronized void drop(JobId id) {
    living.remove(id);
  }

  /** Whether a job is known and has not ended. */
  synchronized boolean lives(JobId id) {
    return Optional.ofNullable(living.get(id))
        .filter(status -> !status.state().terminal())
        .isPresent();
  }

  @Override
  public synchronized void started(JobId id, ProcessIdentity process, Instant at) {
    JobStatus before = living.get(id);
    // Whoever asks for an end that he knows is told the end alone.
    if (before == null || !before.state().terminal()) {
      JobStatus running = translation.living(false, Optional.of(process.pid()));
      living.put(id, running);
      tell(id, at, running);
    }
  }

  @Override
  public synchronized void ended(JobId id, ExitRecord exit) {
    living.remove(id);
    tell(id, exit.at(), translation.ended(exit, false));
  }

  @Override
  public synchronized void launchFailed(JobId id, LaunchFailedException failure) {
    living.remove(id);
    tell(id, Instant.now(), translation.failed(failure));
  }

  @Override
  public synchronized void lost(JobId id, LossReason reason) {
    JobStatus before = living.remove(id);
    Instant now = Instant.now();
    switch (reason) {
      case MACHINE_RESTARTED -> tell(id, now, translation.machineRestarted(reason.message()));
      case NEVER_STARTED -> {
        if (before != null && before.state() == JobState.PENDING) {
          tell(id, now, translation.failed(StatusCode.LAUNCH_FAILED, reason.message()));
        } else {
          sink.report(new Observation.Absent(id, now, "There is no record of the job."));
        }
      }
      case RECORD_UNREADABLE -> sink.report(new Observation.Unknown(id, now, reason.message()));
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

  private void tell(JobId id, Instant at, JobStatus status) {
    sink.report(new Observation.Known(id, at, status));
  }
}
