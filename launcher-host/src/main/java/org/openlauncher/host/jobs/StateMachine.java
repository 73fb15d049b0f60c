package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;

/**
 * Decides what an observation makes of a job. Pure: late and repeated observations come to nothing,
 * a terminal state is final, and a state that was passed over unseen is put in.
 */
final class StateMachine {
  private StateMachine() {}

  /**
   * The statuses that a job goes through, in order; empty where nothing changes.
   *
   * @param present where the job stands
   * @param observed what was seen
   * @param requested the operation that was last asked for
   */
  static List<JobStatus> step(
      JobStatus present, JobStatus observed, Optional<JobOperation> requested) {
    if (present.state().terminal()) {
      return List.of();
    }
    JobStatus next = merge(present, reachable(present, observed));
    JobStatus explained = explain(next, requested);
    if (explained.equals(present)) {
      return List.of();
    }
    boolean runWasNotSeen =
        present.state() == JobState.PENDING
            && switch (explained.state()) {
              case SUSPENDED, FINISHED, KILLED -> true;
              case PENDING, RUNNING, FAILED, CANCELED -> false;
            };
    return runWasNotSeen ? List.of(runningBefore(explained), explained) : List.of(explained);
  }

  /** What becomes of a job that its back-end certainly does not know. */
  static JobStatus absent(JobStatus present, String evidence) {
    return present.state() == JobState.PENDING
        ? JobStatus.of(JobState.FAILED)
            .because(StatusCode.VANISHED, "The back-end does not know the job: " + evidence)
        : JobStatus.of(JobState.KILLED)
            .because(
                StatusCode.VANISHED,
                "The back-end does not know the job any more; how it ended is not known: "
                    + evidence);
  }

  /**
   * A job that has run can neither fail to start nor be withdrawn; a pending one can't be seen
   * again.
   */
  private static JobStatus reachable(JobStatus present, JobStatus observed) {
    boolean hasRun = present.state() != JobState.PENDING;
    return switch (observed.state()) {
      case FAILED, CANCELED -> hasRun ? inState(observed, JobState.KILLED) : observed;
      case PENDING -> hasRun ? present : observed;
      case RUNNING, SUSPENDED, FINISHED, KILLED -> observed;
    };
  }

  /** Members that the observation does not know stay as they were. */
  private static JobStatus merge(JobStatus present, JobStatus observed) {
    boolean silent =
        observed.state() == present.state()
            && observed.code().isEmpty()
            && observed.message().isEmpty()
            && observed.reason().isEmpty();
    return new JobStatus(
        observed.state(),
        silent ? present.code() : observed.code(),
        silent ? present.message() : observed.message(),
        silent ? present.reason() : observed.reason(),
        observed.exitCode().or(present::exitCode),
        observed.pid().or(present::pid),
        observed.host().or(present::host),
        observed.queue().or(present::queue));
  }

  private static JobStatus explain(JobStatus status, Optional<JobOperation> requested) {
    boolean signalWithoutCause =
        status.state() == JobState.KILLED
            && status.code().map(code -> code == StatusCode.SIGNALED).orElse(true);
    return switch (requested.orElse(JobOperation.RESUME)) {
      case STOP, KILL ->
          signalWithoutCause
              ? status.because(
                  StatusCode.BY_REQUEST,
                  "Ended on request (" + requested.orElseThrow().wireName() + ").")
              : status;
      case SUSPEND, RESUME, CANCEL -> status;
    };
  }

  private static JobStatus runningBefore(JobStatus end) {
    return new JobStatus(
        JobState.RUNNING,
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        end.pid(),
        end.host(),
        end.queue());
  }

  private static JobStatus inState(JobStatus status, JobState state) {
    return new JobStatus(
        state,
        status.code(),
        status.message(),
        status.reason(),
        status.exitCode(),
        status.pid(),
        status.host(),
        status.queue());
  }
}
