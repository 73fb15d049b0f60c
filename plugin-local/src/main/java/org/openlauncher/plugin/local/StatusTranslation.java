package org.openlauncher.plugin.local;

import java.util.Optional;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.ExitRecord;

/** Says what becomes of processes in the words of jobs. */
final class StatusTranslation {
  private final String host;

  /**
   * @param host the machine's name
   */
  StatusTranslation(String host) {
    this.host = host;
  }

  /** A job that runs or is suspended. */
  JobStatus living(boolean suspended, Optional<Long> pid) {
    JobStatus status = JobStatus.of(suspended ? JobState.SUSPENDED : JobState.RUNNING);
    return pid.map(number -> status.runningAt(host, number)).orElseGet(() -> status.onHost(host));
  }

  /**
   * A job that has ended.
   *
   * @param killed whether it was killed through the launcher
   */
  JobStatus ended(ExitRecord exit, boolean killed) {
    if (exit.exitCode().isEmpty()) {
      return JobStatus.of(killed ? JobState.KILLED : JobState.FINISHED)
          .onHost(host)
          .because(
              StatusCode.EXIT_UNKNOWN,
              "The job has ended; the process that waited for its exit code was ended before.");
    }
    int exitCode = exit.exitCode().get();
    return exit.probableSignal()
        .flatMap(FatalSignal::of)
        .map(
            signal ->
                JobStatus.of(JobState.KILLED)
                    .because(StatusCode.SIGNALED, "Ended by signal " + signal + "."))
        .orElseGet(() -> JobStatus.of(JobState.FINISHED).because(StatusCode.EXITED, ""))
        .withExitCode(exitCode)
        .onHost(host);
  }

  /** A job whose machine was restarted under it. */
  JobStatus machineRestarted(String message) {
    return JobStatus.of(JobState.KILLED).onHost(host).because(StatusCode.NODE_FAIL, message);
  }

  /** A job that could not be started. */
  JobStatus failed(LaunchFailedException failure) {
    return failed(failure.statusCode(), failure.getMessage());
  }

  /** A job that could not be started. */
  JobStatus failed(StatusCode code, String message) {
    return JobStatus.of(JobState.FAILED).onHost(host).because(code, message);
  }
}
