package org.openlauncher.plugin.docker;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.container.program.InitRecord;
import org.openlauncher.container.program.ProgramStart;
import org.openlauncher.plugin.docker.engine.EngineException;
import org.openlauncher.process.job.FatalSignal;
import tools.jackson.databind.JsonNode;

/**
 * Says what becomes of containers in the words of jobs.
 *
 * @param host the machine's name
 */
record StatusTranslation(String host) {
  private static final int SIGKILL = 9;
  private static final Duration CAUSE_IS_LATE = Duration.ofSeconds(1);
  private static final int SIGNAL_BASE = 128;

  /** A container that runs or is paused. */
  JobStatus living(JsonNode state) {
    JobStatus status =
        JobStatus.of(state.path("Paused").asBoolean(false) ? JobState.SUSPENDED : JobState.RUNNING);
    long pid = state.path("Pid").asLong(0);
    return pid > 0 ? status.runningAt(host, pid) : status.onHost(host);
  }

  /** A container that runs without its engine's knowing. */
  JobStatus unseen() {
    return JobStatus.of(JobState.RUNNING)
        .withReason(
            "The engine was killed while it started the container and does not know that it runs:"
                + " the job can't be stopped through it.")
        .onHost(host);
  }

  /** When a container came into its state. */
  static Instant time(JsonNode state, String member) {
    try {
      Instant time = Instant.parse(state.path(member).asString(""));
      return time.isAfter(Instant.EPOCH) ? time : Instant.now();
    } catch (DateTimeException none) {
      return Instant.now();
    }
  }

  /**
   * Whether the engine may not have heard yet why a container has ended: that memory was used up is
   * told to it by another way than the end, which may be quicker.
   */
  static boolean mayLackItsCause(JsonNode container, InitRecord record, Instant now) {
    JsonNode state = container.path("State");
    boolean killed =
        record
            .ending()
            .filter(
                ending ->
                    ending instanceof InitRecord.Ending.Signaled signaled
                        && signaled.number() == SIGKILL)
            .isPresent();
    return killed
        && !state.path("OOMKilled").asBoolean(false)
        && container.path("HostConfig").path("Memory").asLong(0) > 0
        && Duration.between(time(state, "FinishedAt"), now).abs().compareTo(CAUSE_IS_LATE) < 0;
  }

  /**
   * A container that has ended.
   *
   * @param state how the engine tells it
   * @param record how the container's first process tells it
   * @param command the names that messages use
   */
  JobStatus ended(JsonNode state, InitRecord record, ProgramStart command) {
    boolean outOfMemory = state.path("OOMKilled").asBoolean(false);
    String reason = state.path("Error").asString("");
    if (record.ending().isPresent()) {
      return of(record.ending().get(), outOfMemory, command).withReason(reason).onHost(host);
    }
    return withoutRecord(state.path("ExitCode").asInt(0), outOfMemory, record.started(), reason)
        .withReason(reason)
        .onHost(host);
  }

  /**
   * A container that is gone, as far as its first process could tell how it ended.
   *
   * @param pending whether it was never seen to run
   */
  JobStatus gone(InitRecord record, boolean pending) {
    return record
        .ending()
        .map(ending -> of(ending, false, ProgramStart.NOTHING))
        .orElseGet(
            () ->
                JobStatus.of(pending ? JobState.FAILED : JobState.KILLED)
                    .because(
                        StatusCode.VANISHED,
                        "Somebody has removed the container at the engine; how the job ended is not"
                            + " known."))
        .onHost(host);
  }

  private static JobStatus of(InitRecord.Ending ending, boolean outOfMemory, ProgramStart command) {
    if (ending instanceof InitRecord.Ending.Exited exited) {
      return JobStatus.of(JobState.FINISHED)
          .because(
              StatusCode.EXITED,
              outOfMemory ? "A process of the job was ended: the job's memory was used up." : "")
          .withExitCode(exited.code());
    }
    if (ending instanceof InitRecord.Ending.Signaled signaled) {
      JobStatus killed = outOfMemory ? outOfMemory() : signaled(signaled.number());
      return killed.withExitCode(SIGNAL_BASE + signaled.number());
    }
    return command.failure((InitRecord.Ending.NotStarted) ending);
  }

  private static JobStatus outOfMemory() {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.OUT_OF_MEMORY, "The job was ended: it used more memory than it may.");
  }

  private static JobStatus signaled(int number) {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.SIGNALED, "Ended by signal " + FatalSignal.text(number) + ".");
  }

  /** The container's first process was ended before it could tell. */
  private static JobStatus withoutRecord(
      int exitCode, boolean outOfMemory, boolean started, String reason) {
    if (outOfMemory) {
      return outOfMemory().withExitCode(exitCode);
    }
    if (!started && !reason.isEmpty()) {
      return JobStatus.of(JobState.FAILED)
          .because(StatusCode.LAUNCH_FAILED, "The container could not be started: " + reason);
    }
    int signal = exitCode > SIGNAL_BASE ? exitCode - SIGNAL_BASE : 0;
    return JobStatus.of(JobState.KILLED)
        .because(
            StatusCode.SIGNALED,
            signal > 0
                ? "The container was ended by signal " + FatalSignal.text(signal) + "."
                : "The container was ended, as it happens when its engine fails.")
        .withExitCode(exitCode);
  }

  /** A container that the engine would not make or start. */
  JobStatus refused(EngineException refusal, String image) {
    String words = refusal.getMessage();
    String lower = words.toLowerCase(Locale.ROOT);
    StatusCode code = StatusCode.LAUNCH_FAILED;
    String message = "The engine can't start the container: " + words;
    if (refusal.notFound() && lower.contains("no such image")) {
      code = StatusCode.IMAGE_NOT_FOUND;
      message = "There is no image " + image + ".";
    } else if (lower.contains("port is already allocated")
        || lower.contains("address already in use")) {
      message = "A port that the job publishes is taken already: " + words;
    } else if (lower.contains("could not select device driver")) {
      message = "The engine has no graphics processors for containers: " + words;
    } else if (lower.contains("range of cpus")) {
      message = "The job asks for more processors than the machine has: " + words;
    }
    return JobStatus.of(JobState.FAILED).because(code, message).withReason(words).onHost(host);
  }
}
