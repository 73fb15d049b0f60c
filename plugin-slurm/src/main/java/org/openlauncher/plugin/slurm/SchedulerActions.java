package org.openlauncher.plugin.slurm;

import java.util.Set;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;

/**
 * What Slurm can be asked to do with a job. All but suspending and resuming is done as the job's
 * owner. Each may block for a minute, and throws a {@link LauncherException} with {@code
 * JobControlFailure} where Slurm refuses.
 */
interface SchedulerActions {
  /** What can be done with jobs at all, by whoever may do it. */
  Set<JobOperation> operations();

  /** Sends SIGTERM to all processes of a job that runs. */
  void terminate(SlurmHandle job, long number);

  /** Has all processes of a job that runs or is suspended killed. */
  void kill(SlurmHandle job, long number);

  /** What comes of {@link #kill}, in a sentence. */
  String ofKill();

  /** Ends a job, in whatever state. */
  void cancel(SlurmHandle job, long number);

  /** Withdraws a job that waits; one that runs meanwhile goes on. */
  void withdraw(SlurmHandle job, long number);

  /** Suspends a job, as an operator. */
  void suspend(long number);

  /** Lets a job go on, as an operator. */
  void resume(long number);
}
