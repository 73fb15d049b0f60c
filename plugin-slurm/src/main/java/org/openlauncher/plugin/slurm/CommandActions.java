package org.openlauncher.plugin.slurm;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.process.command.CommandOutcome;

/** What Slurm does with jobs, asked for by scancel and scontrol. */
final class CommandActions implements SchedulerActions {
  private final SlurmCommands commands;

  CommandActions(SlurmCommands commands) {
    this.commands = commands;
  }

  @Override
  public Set<JobOperation> operations() {
    return EnumSet.allOf(JobOperation.class);
  }

  @Override
  public void terminate(SlurmHandle job, long number) {
    scancel(job, List.of("--signal=TERM", "--full", Long.toString(number)));
  }

  @Override
  public void kill(SlurmHandle job, long number) {
    // With both options the signal goes to every process at once; with less, Slurm asks first.
    scancel(job, List.of("--signal=KILL", "--full", "--batch", Long.toString(number)));
  }

  @Override
  public String ofKill() {
    return "SIGKILL was sent to all processes of the job.";
  }

  @Override
  public void cancel(SlurmHandle job, long number) {
    scancel(job, List.of(Long.toString(number)));
  }

  @Override
  public void withdraw(SlurmHandle job, long number) {
    scancel(job, List.of("--state=PENDING", Long.toString(number)));
  }

  @Override
  public void suspend(long number) {
    check(commands.actAsOperator("scontrol", List.of("suspend", Long.toString(number))));
  }

  @Override
  public void resume(long number) {
    check(commands.actAsOperator("scontrol", List.of("resume", Long.toString(number))));
  }

  private void scancel(SlurmHandle job, List<String> arguments) {
    check(commands.act(job.user(), "scancel", arguments));
  }

  private static void check(CommandOutcome outcome) {
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE, "Slurm refuses: " + SlurmCommands.complaint(outcome));
    }
  }
}
