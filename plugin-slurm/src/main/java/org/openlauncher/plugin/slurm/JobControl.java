package org.openlauncher.plugin.slurm;

import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ControlResult;

/**
 * Operations on jobs. A job is ended as its owner. Slurm lets only its operators suspend and
 * resume, so the service user does it, after the launcher has seen whose job it is.
 */
final class JobControl {
  private static final ControlResult ASKED =
      new ControlResult(false, "SIGTERM was sent to all processes of the job.");
  private static final ControlResult CANCELING =
      new ControlResult(false, "Slurm was asked to cancel the job.");
  private static final ControlResult ENDING_SUSPENDED =
      new ControlResult(
          false,
          "Slurm was asked to end the suspended job: SIGTERM, and SIGKILL after its KillWait.");

  private final SchedulerActions actions;
  private final Collector collector;

  JobControl(SchedulerActions actions, Collector collector) {
    this.actions = actions;
    this.collector = collector;
  }

  ControlResult control(TrackedJob job, JobOperation operation) {
    JobState state = job.state();
    requireState(job, state, operation);
    SlurmHandle handle = job.handle();
    long number = job.number();
    return switch (operation) {
      case SUSPEND -> {
        actions.suspend(number);
        job.suspended(true);
        yield ControlResult.COMPLETE;
      }
      case RESUME -> {
        actions.resume(number);
        job.suspended(false);
        yield ControlResult.COMPLETE;
      }
      case STOP ->
          switch (state) {
            case RUNNING -> end(job, operation, () -> actions.terminate(handle, number), ASKED);
            case SUSPENDED ->
                end(job, operation, () -> actions.cancel(handle, number), ENDING_SUSPENDED);
            default -> end(job, operation, () -> actions.cancel(handle, number), CANCELING);
          };
      case KILL -> {
        if (state != JobState.PENDING) {
          end(job, operation, () -> actions.kill(handle, number), CANCELING);
        }
        if (state != JobState.RUNNING) {
          end(job, operation, () -> actions.cancel(handle, number), CANCELING);
        }
        yield new ControlResult(false, actions.ofKill());
      }
      case CANCEL -> end(job, operation, () -> actions.withdraw(handle, number), CANCELING);
    };
  }

  private ControlResult end(
      TrackedJob job, JobOperation operation, Runnable ending, ControlResult result) {
    job.requested(operation);
    boolean done = false;
    try {
      ending.run();
      done = true;
    } finally {
      if (!done) {
        job.notRequested();
      }
    }
    collector.hasten();
    return result;
  }

  private static void requireState(TrackedJob job, JobState state, JobOperation operation) {
    boolean possible =
        switch (operation) {
          case SUSPEND -> state == JobState.RUNNING;
          case RESUME -> state == JobState.SUSPENDED;
          case CANCEL -> state == JobState.PENDING;
          case STOP, KILL -> !state.terminal();
        };
    if (!possible) {
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
}
