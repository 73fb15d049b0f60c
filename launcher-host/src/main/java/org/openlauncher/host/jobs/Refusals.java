package org.openlauncher.host.jobs;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;

/** Errors that several ways through the jobs have in common. */
final class Refusals {
  private Refusals() {}

  /** Also for a job of somebody else: who may not see it is not told that it is there. */
  static LauncherException notFound(JobId id) {
    return new LauncherException(ErrorCode.JOB_NOT_FOUND, "There is no job " + id + ".");
  }

  static LauncherException notRunning(Job job) {
    return new LauncherException(
        ErrorCode.JOB_NOT_RUNNING,
        "Job " + job.id() + " is " + job.status().state().wireName() + ", not Running.");
  }

  /** What a future failed with, out of the wrappings that futures add. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
