package org.openlauncher.process;

import java.time.Instant;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.JobId;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what becomes of the jobs of one supervisor. All calls come from one thread, which serves
 * all jobs: they must not wait. For each job that is launched or watched there is at most one
 * {@code started}, and after it, or without it, exactly one of the others.
 */
@ConsumerType
public interface ProcessListener {
  /** The job's program is about to run, or has been running. */
  void started(JobId id, ProcessIdentity process, Instant at);

  /** The job's program has ended. */
  void ended(JobId id, ExitRecord exit);

  /** It is certain that the job's program could not be run, and why. */
  void launchFailed(JobId id, LaunchFailedException failure);

  /** Nobody will ever say how the job ended. */
  void lost(JobId id, LossReason reason);

  /**
   * No job can be launched or signalled for the time being; those that run are followed as ever.
   *
   * @param reason why, in a sentence for an administrator
   */
  void impeded(String reason);

  /** What {@link #impeded} told is over. */
  void unimpeded();
}
