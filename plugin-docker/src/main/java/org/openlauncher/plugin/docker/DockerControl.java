package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.plugin.docker.engine.EngineUnreachableException;

/** Carries out what is asked of jobs. */
final class DockerControl {
  private final EngineClient engine;
  private final DockerJobs jobs;
  private final Duration grace;

  /**
   * @param grace how long a job that was stopped may take; zero for as long as it likes
   */
  DockerControl(EngineClient engine, DockerJobs jobs, Duration grace) {
    this.engine = engine;
    this.jobs = jobs;
    this.grace = grace;
  }

  ControlResult carryOut(LaunchedJob launched, JobOperation operation) {
    Optional<JobEntry> found =
        DockerHandle.fits(launched) ? jobs.find(launched.id()) : Optional.empty();
    if (found.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "job "
              + launched.id()
              + " has ended or is not known here, it can't take "
              + operation.wireName());
    }
    JobEntry job = found.get();
    synchronized (job) {
      requireState(job, operation);
      try {
        return switch (operation) {
          case SUSPEND -> changed(job, "/pause");
          case RESUME -> changed(job, "/unpause");
          case STOP -> stop(job);
          case KILL -> {
            signal(job, "SIGKILL");
            yield ControlResult.COMPLETE;
          }
          case CANCEL -> cancel(job);
        };
      } catch (EngineException refusal) {
        jobs.look(job);
        requireState(job, operation);
        throw new LauncherException(
            ErrorCode.JOB_CONTROL_FAILURE,
            "the engine refuses to "
                + operation.wireName()
                + " job "
                + job.id()
                + ": "
                + refusal.getMessage(),
            refusal);
      } catch (EngineUnreachableException failure) {
        throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
      }
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

  private ControlResult changed(JobEntry job, String action) {
    engine.post(Address.container(job.container().orElseThrow()) + action);
    jobs.look(job);
    return ControlResult.COMPLETE;
  }

  private void signal(JobEntry job, String signal) {
    String address = Address.container(job.container().orElseThrow());
    engine.post(address + "/kill?signal=" + signal);
    if (job.state() == JobState.SUSPENDED) {
      goOn(address);
    }
  }

  /** What is paused takes signals only when it goes on; Docker sees to that itself, podman not. */
  private void goOn(String address) {
    try {
      engine.post(address + "/unpause");
    } catch (EngineException goesOnAlready) {
      // That is what is wanted.
    }
  }

  private ControlResult stop(JobEntry job) {
    signal(job, "SIGTERM");
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

  /** A container may have been started since the job was last told of. */
  private ControlResult cancel(JobEntry job) {
    if (job.container().isPresent()) {
      jobs.look(job);
      requireState(job, JobOperation.CANCEL);
    }
    jobs.cancel(job);
    return ControlResult.COMPLETE;
  }
}
