package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.job.FatalSignal;

/** Says what becomes of Slurm's jobs in the words of jobs. */
final class StatusTranslation {
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final List<String> IN_TURN = List.of("", "Priority", "Resources", "Cleaning");
  private static final Set<String> HOLDS =
      Set.of(
          "JobHeldUser",
          "JobHeldAdmin",
          "JobHoldMaxRequeue",
          "Dependency",
          "DependencyNeverSatisfied",
          "BeginTime",
          "Reservation",
          "Licenses",
          "Prolog",
          "FedJobLock",
          "SchedDefer");

  private final BooleanSupplier exitCodesRequeue;
  private final boolean runsAgain;

  /**
   * @param exitCodesRequeue whether a job may run again for its exit code
   * @param runsAgain whether a job that is put back into the queue after it ran runs again
   */
  StatusTranslation(BooleanSupplier exitCodesRequeue, boolean runsAgain) {
    this.exitCodesRequeue = exitCodesRequeue;
    this.runsAgain = runsAgain;
  }

  /** Whether a job that is put back into the queue after it ran runs again. */
  boolean runsAgain() {
    return runsAgain;
  }

  /**
   * A job that ran, was put back into the queue, and may not run again. Slurm does not say why it
   * was put back, but who has to give way is asked to end before.
   *
   * @param end what it wrote when it ended; empty where it was not let
   */
  JobStatus notAgain(Optional<JobRecord.Ended> end) {
    String after = " Slurm put it back into its queue; it does not run twice (allow-requeue).";
    return end.map(
            known ->
                killed(StatusCode.PREEMPTED, "The job was ended: it had to give way." + after)
                    .withExitCode(known.code()))
        .orElseGet(
            () ->
                killed(
                    StatusCode.NODE_FAIL,
                    "The job was ended without a trace, as by a failure of its node." + after));
  }

  /** A job that waits. */
  JobStatus pending(SchedulerJob job) {
    StatusCode code = waits(job.reason());
    String message =
        switch (code) {
          case HELD -> "Slurm job " + job.id() + " is held back: " + job.reason() + ".";
          case UNSCHEDULABLE ->
              "Slurm job " + job.id() + " can't be placed as it stands: " + job.reason() + ".";
          default ->
              "Slurm job "
                  + job.id()
                  + " waits in partition "
                  + job.partition()
                  + (job.reason().isEmpty() ? "." : " (" + job.reason() + ").");
        };
    return JobStatus.of(JobState.PENDING)
        .because(code, message)
        .withReason(job.reason())
        .inQueue(job.partition());
  }

  /** What sort of reason keeps a job waiting. */
  static StatusCode waits(String reason) {
    if (IN_TURN.contains(reason)) {
      return StatusCode.QUEUED;
    }
    if (reason.endsWith("NotAllowed")) {
      return StatusCode.UNSCHEDULABLE;
    }
    if (HOLDS.contains(reason) || reason.startsWith("QOS") || reason.startsWith("Assoc")) {
      return StatusCode.HELD;
    }
    return StatusCode.UNSCHEDULABLE;
  }

  /** A job that ran, and is in the queue once more. */
  JobStatus requeued(SchedulerJob job) {
    return JobStatus.of(JobState.RUNNING)
        .because(
            StatusCode.QUEUED,
            "Slurm has put job "
                + job.id()
                + " back into its queue; it will run again from its beginning.")
        .withReason(job.reason())
        .inQueue(job.partition());
  }

  /** A job that runs or is suspended. */
  JobStatus living(JobState state, long number, Optional<String> host) {
    JobStatus status =
        new JobStatus(
            state,
            Optional.empty(),
            "Slurm job " + number + ".",
            "",
            Optional.empty(),
            Optional.empty(),
            host,
            Optional.empty());
    return status;
  }

  /** A job whose program could not be run. */
  JobStatus refused(JobRecord.Refused refused, JobSpecification job, SlurmHandle handle) {
    return switch (refused.what()) {
      case DIRECTORY ->
          failed(
              StatusCode.WORKING_DIRECTORY,
              "The working directory "
                  + job.workingDirectory().orElse("of " + handle.owner())
                  + " is missing on the node, or "
                  + handle.owner()
                  + " may not enter it.");
      case OUTPUT ->
          failed(
              StatusCode.OUTPUT_FILE,
              "The output file " + handle.standardOutput() + " can't be opened on the node.");
      case ERRORS ->
          failed(
              StatusCode.OUTPUT_FILE,
              "The output file " + handle.standardError() + " can't be opened on the node.");
      case MISSING ->
          failed(
              StatusCode.COMMAND_NOT_FOUND,
              "There is no program " + refused.program() + " on the node.");
      case DENIED ->
          failed(
              StatusCode.PERMISSION_DENIED,
              handle.owner() + " may not run " + refused.program() + " on the node.");
      case AGAIN -> notAgain(Optional.empty());
    };
  }

  private static JobStatus failed(StatusCode code, String message) {
    return JobStatus.of(JobState.FAILED).because(code, message);
  }

  /**
   * How a job has ended, where its own record says all; empty where only Slurm knows why.
   *
   * @param requested the operation that the launcher was last asked for
   */
  Optional<JobStatus> ended(JobRecord.Ended end, Optional<JobOperation> requested) {
    if (end.memory()) {
      return Optional.of(outOfMemory().withExitCode(end.code()));
    }
    boolean onRequest = requested.filter(StatusTranslation::ends).isPresent();
    boolean unclear =
        end.asked()
            || end.code() == SIGNAL_BASE + SIGKILL
            || end.code() == SIGNAL_BASE + SIGTERM
            || (end.code() != 0 && exitCodesRequeue.getAsBoolean());
    if (unclear && !onRequest) {
      return Optional.empty();
    }
    return Optional.of(byItself(end.code()));
  }

  private static boolean ends(JobOperation operation) {
    return operation == JobOperation.STOP || operation == JobOperation.KILL;
  }

  private static JobStatus byItself(int code) {
    int signal = code - SIGNAL_BASE;
    return (signal >= 1 && signal <= LAST_SIGNAL && FatalSignal.of(signal).isPresent()
            ? signaled(signal)
            : JobStatus.of(JobState.FINISHED).because(StatusCode.EXITED, ""))
        .withExitCode(code);
  }

  private static JobStatus signaled(int signal) {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.SIGNALED, "Ended by signal " + FatalSignal.text(signal) + ".");
  }

  private static JobStatus outOfMemory() {
    return killed(StatusCode.OUT_OF_MEMORY, "The job was ended: it used more memory than it may.");
  }

  private static JobStatus killed(StatusCode code, String message) {
    return JobStatus.of(JobState.KILLED).because(code, message);
  }

  /**
   * How a job has ended, by what Slurm says of it, and where that says nothing by its record.
   *
   * @param started whether its program is known to have run
   */
  JobStatus ended(
      SchedulerJob job,
      Optional<JobRecord.Ended> end,
      boolean started,
      Optional<JobOperation> requested) {
    Optional<Integer> code = end.map(JobRecord.Ended::code);
    boolean ran = started || end.isPresent();
    JobStatus status =
        switch (job.state()) {
          case COMPLETED, FAILED -> exited(job, code, ran, requested);
          case LAUNCH_FAILED, RECONFIG_FAIL -> couldNotStart(job);
          case CANCELLED, REVOKED -> canceled(job, ran, requested);
          case TIMEOUT ->
              killed(StatusCode.TIME_LIMIT, "The job was ended: it ran longer than it may.");
          case DEADLINE ->
              ran
                  ? killed(StatusCode.TIME_LIMIT, "The job was ended at its deadline.")
                  : JobStatus.of(JobState.CANCELED)
                      .because(StatusCode.TIME_LIMIT, "The job had not run by its deadline.");
          case OUT_OF_MEMORY -> outOfMemory();
          case NODE_FAIL ->
              killed(StatusCode.NODE_FAIL, "The job was ended: a node of its own failed.");
          case BOOT_FAIL ->
              ran
                  ? killed(StatusCode.NODE_FAIL, "The job was ended: its node did not come up.")
                  : failed(StatusCode.NODE_FAIL, "The node of the job did not come up.");
          case PREEMPTED ->
              killed(StatusCode.PREEMPTED, "The job was ended: it had to give way to another job.");
          case PENDING,
              REQUEUED,
              REQUEUE_FED,
              REQUEUE_HOLD,
              RESV_DEL_HOLD,
              SPECIAL_EXIT,
              CONFIGURING,
              RUNNING,
              RESIZING,
              SIGNALING,
              STAGE_OUT,
              COMPLETING,
              SUSPENDED,
              STOPPED ->
              throw new IllegalArgumentException(job.state() + " is no end");
        };
    Optional<Integer> known =
        code.or(status::exitCode)
            .or(
                () ->
                    job.signal() == 0 || job.host().isEmpty()
                        ? Optional.empty()
                        : Optional.of(SIGNAL_BASE + job.signal()));
    JobStatus told = known.map(status::withExitCode).orElse(status);
    return (job.host().isPresent() ? told.onHost(job.host().get()) : told)
        .withReason(job.reason().isEmpty() ? job.state().name() : job.reason());
  }

  private static JobStatus exited(
      SchedulerJob job, Optional<Integer> code, boolean ran, Optional<JobOperation> requested) {
    if (code.isPresent()) {
      return byItself(code.get());
    }
    if (requested.equals(Optional.of(JobOperation.KILL))) {
      return signaled(SIGKILL).withExitCode(SIGNAL_BASE + SIGKILL);
    }
    if (!ran && job.state() != SlurmState.COMPLETED) {
      return couldNotStart(job);
    }
    if (job.signal() != 0) {
      return signaled(job.signal()).withExitCode(SIGNAL_BASE + job.signal());
    }
    return job.exitCode()
        .map(StatusTranslation::byItself)
        .orElseGet(
            () ->
                JobStatus.of(JobState.FINISHED)
                    .because(
                        StatusCode.EXIT_UNKNOWN,
                        "The job has ended, and its exit code was other than 0; what it was is not"
                            + " known, since the job's own record is gone."));
  }

  private static JobStatus couldNotStart(SchedulerJob job) {
    return failed(
        StatusCode.LAUNCH_FAILED,
        "Slurm could not start the job"
            + job.host().map(host -> " on node " + host).orElse("")
            + (job.reason().isEmpty() ? "." : ": " + job.reason() + "."));
  }

  private static JobStatus canceled(
      SchedulerJob job, boolean ran, Optional<JobOperation> requested) {
    boolean onRequest = requested.isPresent();
    String message =
        onRequest
            ? "Ended on request."
            : "The job was canceled in Slurm"
                + job.canceledBy().map(uid -> " by user " + uid).orElse("")
                + ".";
    if (!ran && job.host().isEmpty()) {
      return JobStatus.of(JobState.CANCELED).because(StatusCode.BY_REQUEST, message);
    }
    JobStatus status = killed(StatusCode.BY_REQUEST, message);
    return requested
        .filter(StatusTranslation::ends)
        .map(
            operation ->
                status.withExitCode(
                    SIGNAL_BASE + (operation == JobOperation.KILL ? SIGKILL : SIGTERM)))
        .orElse(status);
  }
}
