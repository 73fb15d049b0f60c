package org.openlauncher.plugin.slurm;

import java.util.List;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.process.command.CommandOutcome;

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

  private final SlurmCommands commands;
  private final Collector collector;

  JobControl(SlurmCommands commands, Collector collector) {
    this.commands = commands;
    this.collector = collector;
  }

  ControlResult control(TrackedJob job, JobOperation operation) {
    JobState state = job.state();
    requireState(job, state, operation);
    String number = Long.toString(job.number());
    return switch (operation) {
      case SUSPEND, RESUME -> {
        boolean suspend = operation == JobOperation.SUSPEND;
        check(commands.actAsOperator("scontrol", List.of(suspend ? "suspend" : "resume", number)));
        job.suspended(suspend);
        yield ControlResult.COMPLETE;
      }
      case STOP -> {
        if (state == JobState.RUNNING) {
          end(job, operation, List.of("--signal=TERM", "--full", number));
          yield ASKED;
        }
        end(job, operation, List.of(number));
        yield state == JobState.SUSPENDED ? ENDING_SUSPENDED : CANCELING;
      }
      case KILL -> {
        if (state != JobState.PENDING) {
          // With both options the signal goes to every process at once; with less, Slurm asks
          // first.
          end(job, operation, List.of("--signal=KILL", "--full", "--batch", number));
        }
        if (state != JobState.RUNNING) {
          end(job, operation, List.of(number));
        }
        yield new ControlResult(false, "SIGKILL was sent to all processes of the job.");
      }
      case CANCEL -> {
        end(job, operation, List.of("--state=PENDING", number));
        yield CANCELING;
      }
    };
  }

  private void end(TrackedJob job, JobOperation operation, List<String> arguments) {
    job.requested(operation);
    boolean done = false;
    try {
      check(commands.act(job.handle().user(), "scancel", arguments));
      done = true;
    } finally {
      if (!done) {
        job.notRequested();
      }
    }
    collector.hasten();
  }

  private void check(CommandOutcome outcome) {
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE, "Slurm refuses: " + SlurmCommands.complaint(outcome));
    }
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
