package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;

/** What the launcher was told of one job: nothing twice, and nothing after its end. */
final class JobTelling {
  private final JobId id;
  private final Instant submitted;
  private final boolean endKnown;
  private final ObservationSink sink;
  private Optional<JobStatus> told = Optional.empty();
  private JobState state;

  /**
   * @param submitted when the job was submitted, by this machine's clock
   * @param before the state in which the launcher knows it
   */
  JobTelling(JobId id, Instant submitted, JobState before, ObservationSink sink) {
    this.id = id;
    this.submitted = submitted;
    this.endKnown = before.terminal();
    this.state = endKnown ? JobState.PENDING : before;
    this.sink = sink;
  }

  /** Where the job stands, as far as the launcher was told. */
  synchronized JobState state() {
    return state;
  }

  /** Tells how the job is. */
  synchronized void known(JobStatus status, Instant at) {
    // Whoever knows the end needs to hear no more of what was before.
    if (told.equals(Optional.of(status)) || (endKnown && !status.state().terminal())) {
      return;
    }
    told = Optional.of(status);
    state = status.state();
    sink.report(new Observation.Known(id, plausible(at), status));
  }

  /** Tells that nothing can be said of the job at the moment. */
  synchronized void unknown(String reason) {
    told = Optional.empty();
    sink.report(new Observation.Unknown(id, Instant.now(), reason));
  }

  /** Tells that the job is certainly gone. */
  synchronized void absent(String evidence) {
    state = JobState.KILLED;
    sink.report(new Observation.Absent(id, Instant.now(), evidence));
  }

  /** Has the next status told, even if it is the same. */
  synchronized void again() {
    told = Optional.empty();
  }

  /**
   * The clocks of the nodes need not be right: nothing happened before the submission, or later.
   */
  private Instant plausible(Instant at) {
    Instant now = Instant.now();
    return at.isAfter(now) ? now : at.isBefore(submitted) ? submitted : at;
  }
}
