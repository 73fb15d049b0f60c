package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;

/**
 * Carries out what is asked of jobs. Signals are sent by a command in the container, since to the
 * API a pod is only there or not: so a job that was stopped may go on, and its exit code is its
 * own.
 */
final class KubernetesControl {
  private final KubernetesJobs jobs;
  private final EndedJobs endedJobs;
  private final Duration grace;

  /**
   * @param grace how long a job that was stopped may take; zero for as long as it likes
   */
  KubernetesControl(KubernetesJobs jobs, EndedJobs endedJobs, Duration grace) {
    this.jobs = jobs;
    this.endedJobs = endedJobs;
    this.grace = grace;
  }

  ControlResult carryOut(LaunchedJob launched, JobOperation operation) {
    Optional<JobEntry> found =
        KubernetesHandle.fits(launched) ? jobs.find(launched.id()) : Optional.empty();
    if (found.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "job "
              + launched.id()
              + " has ended or is not known here, it can't take "
              + operation.wireName());
    }
    JobEntry job = found.get();
    requireState(job, operation);
    try {
      return switch (operation) {
        case SUSPEND, RESUME ->
            throw new LauncherException(
                ErrorCode.REQUEST_NOT_SUPPORTED, "a pod can't be suspended");
        case STOP -> stop(job);
        case KILL -> {
          jobs.kill(job);
          yield ControlResult.COMPLETE;
        }
        case CANCEL -> cancel(job);
      };
    } catch (ApiRefusal refusal) {
      jobs.look(job);
      requireState(job, operation);
      throw new LauncherException(
          refusal.temporary() ? ErrorCode.CLUSTER_UNAVAILABLE : ErrorCode.JOB_CONTROL_FAILURE,
          "the cluster refuses to "
              + operation.wireName()
              + " job "
              + job.id()
              + ": "
              + refusal.getMessage(),
          refusal);
    } catch (ApiFailure failure) {
      throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
    }
  }

  private static void requireState(JobEntry job, JobOperation operation) {
    JobState state = job.state();
    if (job.ended() || !operation.fits(state)) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "job "
              + job.id()
              + " is "
              + state.wireName()
              + ", it can't take "
              + operation.wireName());
    }
  }

  private ControlResult stop(JobEntry job) {
    jobs.signal(job, "stop");
    if (grace.isZero()) {
      return new ControlResult(false, "SIGTERM was sent to all processes of the job.");
    }
    Instant end = Instant.now().plus(grace);
    try {
      job.folder().killAt(end.toEpochMilli());
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE,
          "SIGTERM was sent, but it can't be written down that job "
              + job.id()
              + " is to be killed if it does not end: "
              + failure.getMessage(),
          failure);
    }
    jobs.killAt(job, end);
    return new ControlResult(
        false,
        "SIGTERM was sent to all processes of the job; it is killed where it has not ended in "
            + grace.toSeconds()
            + " s.");
  }

  /** The pod may have been started since the job was last told of. */
  private ControlResult cancel(JobEntry job) {
    synchronized (job) {
      jobs.refresh(job);
      jobs.look(job);
      requireState(job, JobOperation.CANCEL);
      if (job.pod().map(PodView::new).filter(pod -> pod.state().has("running")).isPresent()) {
        throw new LauncherException(
            ErrorCode.INVALID_JOB_STATE,
            "job " + job.id() + " is being started, it can't take cancel any more; kill it");
      }
      if (!endedJobs.remove(job.id())) {
        throw new LauncherException(
            ErrorCode.CLUSTER_UNAVAILABLE,
            "the cluster does not take the removal of job " + job.id() + " at present");
      }
      jobs.end(
          job,
          JobStatus.of(JobState.CANCELED).because(StatusCode.BY_REQUEST, "Canceled on request."),
          Instant.now());
      return ControlResult.COMPLETE;
    }
  }
}
