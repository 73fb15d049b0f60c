package org.openlauncher.plugin.kubernetes;

import java.util.Locale;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.container.program.InitRecord;
import org.openlauncher.process.job.FatalSignal;
import tools.jackson.databind.JsonNode;

/** Says what becomes of pods in the words of jobs. */
final class StatusTranslation {
  private static final int SIGNAL_BASE = 128;

  private StatusTranslation() {}

  /** A pod that has not started the job's program yet, and may. */
  static JobStatus pending(PodView pod) {
    JobStatus pending = JobStatus.of(JobState.PENDING);
    Optional<JsonNode> unscheduled =
        pod.condition("PodScheduled")
            .filter(condition -> condition.path("status").asString("").equals("False"));
    if (unscheduled.isPresent()) {
      String words = unscheduled.get().path("message").asString("");
      return pending
          .because(StatusCode.UNSCHEDULABLE, "No node takes the job: " + words)
          .withReason(unscheduled.get().path("reason").asString(""));
    }
    JsonNode waiting = waiting(pod);
    String reason = waiting.path("reason").asString("");
    JobStatus at = pod.node().map(pending::onHost).orElse(pending);
    return switch (reason) {
      case "ErrImagePull", "ImagePullBackOff" ->
          at.because(
                  StatusCode.IMAGE_PULL,
                  "Image "
                      + pod.image()
                      + " can't be fetched; it is tried again: "
                      + waiting.path("message").asString(""))
              .withReason(reason);
      case "" -> at.because(StatusCode.QUEUED, "Waits for a node.");
      case "ContainerCreating", "PodInitializing" ->
          at.because(StatusCode.QUEUED, "The container is being made.").withReason(reason);
      default ->
          at.because(
                  StatusCode.HELD,
                  "The container can't be made yet: "
                      + (waiting.has("message") ? waiting.path("message").asString("") : reason))
              .withReason(reason);
    };
  }

  /** What a container waits for; an empty node where none does. */
  static JsonNode waiting(PodView pod) {
    JsonNode accounts = pod.accountsState().path("waiting");
    return accounts.isMissingNode() ? pod.state().path("waiting") : accounts;
  }

  /** A container that will never start; empty where it may. */
  static Optional<JobStatus> hopeless(PodView pod, boolean longEnough) {
    JsonNode waiting = waiting(pod);
    String reason = waiting.path("reason").asString("");
    String message = waiting.path("message").asString("");
    JobStatus failed = JobStatus.of(JobState.FAILED).withReason(reason);
    String lower = message.toLowerCase(Locale.ROOT);
    return switch (reason) {
      case "InvalidImageName", "ErrImageNeverPull" ->
          Optional.of(
              failed.because(
                  StatusCode.IMAGE_NOT_FOUND,
                  "Image " + pod.image() + " can't be used: " + message));
      case "ErrImagePull", "ImagePullBackOff" -> {
        if (lower.contains("not found")
            || lower.contains("manifest unknown")
            || lower.contains("does not exist")
            || lower.contains("denied")) {
          yield Optional.of(
              failed.because(
                  StatusCode.IMAGE_NOT_FOUND,
                  "There is no image "
                      + pod.image()
                      + ", or the cluster has no credentials for it: "
                      + message));
        }
        yield longEnough
            ? Optional.of(
                failed.because(
                    StatusCode.IMAGE_PULL,
                    "Image " + pod.image() + " could not be fetched: " + message))
            : Optional.empty();
      }
      case "CreateContainerError", "RunContainerError", "CreateContainerConfigError" ->
          longEnough
              ? Optional.of(
                  failed.because(
                      StatusCode.LAUNCH_FAILED, "The container can't be made: " + message))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** A pod whose job's program runs. */
  static JobStatus running(PodView pod) {
    JobStatus running = JobStatus.of(JobState.RUNNING);
    return pod.node().map(running::onHost).orElse(running);
  }

  /** A container that has ended. */
  static JobStatus ended(PodView pod, boolean toldRunning) {
    JsonNode terminated = pod.state().path("terminated");
    boolean outOfMemory = terminated.path("reason").asString("").equals("OOMKilled");
    InitRecord record = InitRecord.parse(terminated.path("message").asString(""));
    JobStatus status =
        record
            .ending()
            .map(ending -> of(ending, outOfMemory, pod))
            .orElseGet(() -> withoutRecord(terminated, outOfMemory, record.started(), pod));
    if (toldRunning && status.state() == JobState.FAILED) {
      status =
          new JobStatus(
              JobState.KILLED,
              status.code(),
              status.message(),
              status.reason(),
              status.exitCode(),
              status.pid(),
              status.host(),
              status.queue());
    }
    // "Error" is but another word for an exit code.
    String reason =
        status.state() == JobState.FINISHED && !outOfMemory
            ? ""
            : terminated.path("reason").asString("");
    JobStatus told = pod.node().map(status::onHost).orElse(status);
    return told.withReason(pod.reason().isEmpty() ? reason : pod.reason());
  }

  private static JobStatus of(InitRecord.Ending ending, boolean outOfMemory, PodView pod) {
    if (ending instanceof InitRecord.Ending.Exited exited) {
      return JobStatus.of(JobState.FINISHED)
          .because(
              StatusCode.EXITED,
              outOfMemory ? "A process of the job was ended: the job's memory was used up." : "")
          .withExitCode(exited.code());
    }
    if (ending instanceof InitRecord.Ending.Signaled signaled) {
      JobStatus killed =
          outOfMemory
              ? outOfMemory()
              : cause(pod)
                  .orElseGet(
                      () ->
                          JobStatus.of(JobState.KILLED)
                              .because(
                                  StatusCode.SIGNALED,
                                  "Ended by signal " + FatalSignal.text(signaled.number()) + "."));
      return killed.withExitCode(SIGNAL_BASE + signaled.number());
    }
    return pod.start().failure((InitRecord.Ending.NotStarted) ending);
  }

  private static JobStatus outOfMemory() {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.OUT_OF_MEMORY, "The job was ended: it used more memory than it may.");
  }

  private static JobStatus withoutRecord(
      JsonNode terminated, boolean outOfMemory, boolean started, PodView pod) {
    int exitCode = terminated.path("exitCode").asInt(0);
    if (outOfMemory) {
      return outOfMemory().withExitCode(exitCode);
    }
    String message = terminated.path("message").asString("");
    if (!started) {
      return JobStatus.of(JobState.FAILED)
          .because(
              StatusCode.LAUNCH_FAILED,
              "The container could not be started: "
                  + (message.isEmpty() ? terminated.path("reason").asString("") : message));
    }
    int signal = exitCode > SIGNAL_BASE ? exitCode - SIGNAL_BASE : 0;
    return cause(pod)
        .orElseGet(
            () ->
                JobStatus.of(JobState.KILLED)
                    .because(
                        StatusCode.SIGNALED,
                        signal > 0
                            ? "The container was ended by signal " + FatalSignal.text(signal) + "."
                            : "The container was ended, as it happens when its node fails."))
        .withExitCode(exitCode);
  }

  /** Why the cluster ended a pod; empty where it did not, or does not say. */
  static Optional<JobStatus> cause(PodView pod) {
    String disruption =
        pod.condition("DisruptionTarget")
            .map(condition -> condition.path("reason").asString(""))
            .orElse("");
    return cause(pod.reason(), disruption, pod.message());
  }

  private static Optional<JobStatus> cause(String reason, String disruption, String message) {
    JobStatus killed = JobStatus.of(JobState.KILLED);
    if (reason.equals("DeadlineExceeded")) {
      return Optional.of(
          killed.because(StatusCode.TIME_LIMIT, "The job ran longer than its Job allows."));
    }
    if (reason.equals("Evicted")
        || disruption.equals("TerminationByKubelet")
        || disruption.equals("EvictionByEvictionAPI")) {
      return Optional.of(
          killed.because(StatusCode.EVICTED, "The job was driven off its node" + tail(message)));
    }
    if (reason.equals("Preempting")
        || reason.equals("Preempted")
        || disruption.equals("PreemptionByScheduler")
        || disruption.equals("PreemptionByKubeScheduler")) {
      return Optional.of(
          killed.because(
              StatusCode.PREEMPTED, "The job had to give way to another one" + tail(message)));
    }
    if (reason.equals("NodeLost")
        || reason.equals("Shutdown")
        || reason.equals("NodeShutdown")
        || reason.equals("Terminated")
        || disruption.equals("DeletionByTaintManager")
        || disruption.equals("DeletionByPodGC")) {
      return Optional.of(
          killed.because(
              StatusCode.NODE_FAIL,
              "The node that ran the job failed or was shut down" + tail(message)));
    }
    return Optional.empty();
  }

  private static String tail(String message) {
    return message.isEmpty() ? "." : ": " + message;
  }

  /** A pod that ended as a whole, without a word of its container. */
  static JobStatus endedAsAWhole(PodView pod, boolean ran) {
    JobStatus status =
        cause(pod)
            .orElseGet(
                () ->
                    JobStatus.of(JobState.KILLED)
                        .because(StatusCode.EXIT_UNKNOWN, "The pod failed" + tail(pod.message())));
    if (!ran) {
      // What the node would not even begin.
      status =
          JobStatus.of(JobState.FAILED)
              .because(
                  status.code().filter(code -> code == StatusCode.TIME_LIMIT).isPresent()
                      ? StatusCode.TIME_LIMIT
                      : StatusCode.LAUNCH_FAILED,
                  "The node did not start the job" + tail(pod.message()));
    }
    JobStatus told = status.withReason(pod.reason());
    return pod.node().map(told::onHost).orElse(told);
  }

  /** The container that makes the account of the user has failed. */
  static Optional<JobStatus> accountsFailed(PodView pod) {
    JsonNode terminated = pod.accountsState().path("terminated");
    if (terminated.isMissingNode() || terminated.path("exitCode").asInt(0) == 0) {
      return Optional.empty();
    }
    String message = terminated.path("message").asString("").strip();
    return Optional.of(
        JobStatus.of(JobState.FAILED)
            .because(
                StatusCode.LAUNCH_FAILED,
                "The account of the job's user can't be made in the container: "
                    + (message.isEmpty() ? terminated.path("reason").asString("") : message))
            .withReason(terminated.path("reason").asString("")));
  }

  /** The pod is gone, and nobody saw how the job ended. */
  static JobStatus gone(PodView pod, boolean ran, Optional<String> event) {
    JobStatus status =
        cause(pod)
            .or(() -> event.flatMap(reason -> causeOfEvent(reason)))
            .orElseGet(
                () ->
                    JobStatus.of(JobState.KILLED)
                        .because(
                            StatusCode.VANISHED,
                            "Somebody has removed the pod in the cluster; how the job ended is not"
                                + " known."));
    if (!ran) {
      status =
          JobStatus.of(JobState.FAILED)
              .because(
                  status.code().orElse(StatusCode.VANISHED),
                  "The pod was removed before the job began.");
    }
    return pod.node().map(status::onHost).orElse(status);
  }

  private static Optional<JobStatus> causeOfEvent(String reason) {
    return switch (reason) {
      case "Preempted" -> cause("Preempted", "", "");
      case "Evicted" -> cause("Evicted", "", "");
      case "TaintManagerEviction", "NodeNotReady" -> cause("NodeLost", "", "");
      default -> Optional.empty();
    };
  }

  /** A Job that failed without a pod. */
  static JobStatus jobFailed(JsonNode condition) {
    String reason = condition.path("reason").asString("");
    return JobStatus.of(JobState.FAILED)
        .because(
            reason.equals("DeadlineExceeded") ? StatusCode.TIME_LIMIT : StatusCode.LAUNCH_FAILED,
            "The cluster gave the job up before it ran: "
                + condition.path("message").asString(reason))
        .withReason(reason);
  }
}
