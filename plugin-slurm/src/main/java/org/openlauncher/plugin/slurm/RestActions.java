package org.openlauncher.plugin.slurm;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.plugin.slurm.rest.RestClient;
import org.openlauncher.plugin.slurm.rest.RestException;
import org.openlauncher.plugin.slurm.rest.RestPath;

/** What Slurm does with jobs, asked for by slurmrestd, which can't suspend any. */
final class RestActions implements SchedulerActions {
  private final RestClient client;

  RestActions(RestClient client) {
    this.client = client;
  }

  @Override
  public Set<JobOperation> operations() {
    return EnumSet.of(JobOperation.STOP, JobOperation.KILL, JobOperation.CANCEL);
  }

  @Override
  public void terminate(SlurmHandle job, long number) {
    act(() -> client.delete(job.owner(), signal(number, "TERM")));
  }

  /** Slurm takes this signal, where it does not come with those of scancel, for a cancellation. */
  @Override
  public void kill(SlurmHandle job, long number) {
    act(() -> client.delete(job.owner(), signal(number, "KILL")));
  }

  @Override
  public String ofKill() {
    return "Slurm was asked to end the job; SIGKILL follows at the latest after its KillWait.";
  }

  private static RestPath signal(long number, String name) {
    return RestPath.job(number).with(Map.of("signal", name));
  }

  @Override
  public void cancel(SlurmHandle job, long number) {
    act(() -> client.delete(job.owner(), RestPath.job(number)));
  }

  /** slurmrestd withdraws whatever runs too: so the job is held until it is seen to wait. */
  @Override
  public void withdraw(SlurmHandle job, long number) {
    act(
        () -> {
          hold(job, number, true);
          if (waits(job, number)) {
            client.delete(job.owner(), RestPath.job(number));
          } else {
            hold(job, number, false);
            throw new LauncherException(
                ErrorCode.INVALID_JOB_STATE, "Slurm job " + number + " does not wait any more");
          }
        });
  }

  private void hold(SlurmHandle job, long number, boolean held) {
    client.post(
        job.owner(), RestPath.job(number), RestClient.JSON.createObjectNode().put("hold", held));
  }

  private boolean waits(SlurmHandle job, long number) {
    List<SlurmState> states =
        client.list(
            job.owner(),
            RestPath.job(number),
            "jobs",
            entry -> SlurmState.parse(entry.path("job_state").asString("")));
    return states.equals(List.of(SlurmState.PENDING));
  }

  @Override
  public void suspend(long number) {
    throw new UnsupportedOperationException("slurmrestd suspends no jobs");
  }

  @Override
  public void resume(long number) {
    throw new UnsupportedOperationException("slurmrestd resumes no jobs");
  }

  private static void act(Runnable request) {
    try {
      request.run();
    } catch (RestException failure) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE, "Slurm refuses: " + failure.words(), failure);
    }
  }
}
