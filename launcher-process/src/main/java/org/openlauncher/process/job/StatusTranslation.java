package org.openlauncher.process.job;

import java.util.Optional;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ExitRecord;

/** Says what becomes of processes in the words of jobs. */
public final class StatusTranslation {
  private final String host;

  /**
   * @param host the machine's name
   */
  public StatusTranslation(String host) {
    this.host = host;
  }

  /** A job that runs or is suspended. */
  public JobStatus living(boolean suspended, Optional<Long> pid) {
    JobStatus status = JobStatus.of(suspended ? JobState.SUSPENDED : JobState.RUNNING);
    return pid.map(number -> status.runningAt(host, number)).orElseGet(() -> status.onHost(host));
  }

  /**
   * A job that has ended.
   *
   * @param killed whether it was killed through the launcher
   */
  public JobStatus ended(ExitRecord exit, boolean killed) {
    JobStatus status =
        exit.exceeded()
            .map(StatusTranslation::exceeded)
            .orElseGet(() -> ended(exit.ending(), killed))
            .onHost(host);
    return exit.ending().exitCode().map(status::withExitCode).orElse(status);
  }

  private static JobStatus exceeded(ExitRecord.ExceededLimit limit) {
    JobStatus status = JobStatus.of(JobState.KILLED);
    return switch (limit) {
      case MEMORY ->
          status.because(
              StatusCode.OUT_OF_MEMORY, "The job was ended: it used more memory than it may.");
      case PROCESSOR_TIME ->
          status.because(
              StatusCode.TIME_LIMIT, "The job was ended: it used up its processor time.");
    };
  }

  private static JobStatus ended(ExitRecord.Ending ending, boolean killed) {
    if (ending instanceof ExitRecord.Ending.Signaled signaled) {
      return signaled(FatalSignal.text(signaled.signal()));
    }
    if (ending instanceof ExitRecord.Ending.ExitedOrSignaled guess) {
      return guess
          .probableSignal()
          .flatMap(FatalSignal::of)
          .map(signal -> signaled(signal.toString()))
          .orElseGet(StatusTranslation::exited);
    }
    if (ending instanceof ExitRecord.Ending.Unseen) {
      return JobStatus.of(killed ? JobState.KILLED : JobState.FINISHED)
          .because(
              StatusCode.EXIT_UNKNOWN,
              "The job has ended; the process that waited for its exit code was ended before.");
    }
    return exited();
  }

  private static JobStatus signaled(String signal) {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.SIGNALED, "Ended by signal " + signal + ".");
  }

  private static JobStatus exited() {
    return JobStatus.of(JobState.FINISHED).because(StatusCode.EXITED, "");
  }

  /** A job whose machine was restarted under it. */
  public JobStatus machineRestarted(String message) {
    return JobStatus.of(JobState.KILLED).onHost(host).because(StatusCode.NODE_FAIL, message);
  }

  /** A job that could not be started. */
  public JobStatus failed(LaunchFailedException failure) {
    return failed(failure.statusCode(), failure.getMessage());
  }

  /** A job that could not be started. */
  public JobStatus failed(StatusCode code, String message) {
    return JobStatus.of(JobState.FAILED).onHost(host).because(code, message);
  }
}
