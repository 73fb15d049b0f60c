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
  static JobStatus pending(PodView pod, Waiting waiting) {
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
    JobStatus at = pod.node().map(pending::onHost).orElse(pending);
    return switch (waiting.reason()) {
      case "ErrImagePull", "ImagePullBackOff" ->
          at.because(
                  StatusCode.IMAGE_PULL,
                  "Image "
                      + pod.image()
                      + " can't be fetched; it is tried again: "
                      + waiting.message())
              .withReason(waiting.reason());
      case "" -> at.because(StatusCode.QUEUED, "Waits for a node.");
      case "ContainerCreating", "PodInitializing" ->
          at.because(StatusCode.QUEUED, "The container is being made.")
              .withReason(waiting.reason());
      default ->
          at.because(
                  StatusCode.HELD,
                  "The container can't be made yet: "
                      + (waiting.message().isEmpty() ? waiting.reason() : waiting.message()))
              .withReason(waiting.reason());
    };
  }

  /** A container that will never start; empty where it may. */
  static Optional<JobStatus> hopeless(PodView pod, Waiting waiting, boolean longEnough) {
    String reason = waiting.reason();
    String message = waiting.message();
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

  /**
   * A container that has ended.
   *
   * @param cause why the cluster ended it; empty where it did not, or does not say
   */
  static JobStatus ended(PodView pod, boolean toldRunning, Optional<JobStatus> cause) {
    JsonNode terminated = pod.state().path("terminated");
    boolean outOfMemory = terminated.path("reason").asString("").equals("OOMKilled");
    InitRecord record = InitRecord.parse(terminated.path("message").asString(""));
    JobStatus status =
        record
            .ending()
            .map(ending -> of(ending, outOfMemory, pod, cause))
            .orElseGet(() -> withoutRecord(terminated, outOfMemory, record.started(), pod, cause));
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

  private static JobStatus of(
      InitRecord.Ending ending, boolean outOfMemory, PodView pod, Optional<JobStatus> cause) {
    if (ending instanceof InitRecord.Ending.Exited exited) {
      return exited(outOfMemory, cause).withExitCode(exited.code());
    }
    if (ending instanceof InitRecord.Ending.Signaled signaled) {
      JobStatus killed =
          outOfMemory
              ? outOfMemory()
              : cause.orElseGet(() -> signaled("The job", signaled.number(), pod));
      return killed.withExitCode(SIGNAL_BASE + signaled.number());
    }
    return pod.start().failure((InitRecord.Ending.NotStarted) ending);
  }

  /** A program may end by itself when it is asked to: its exit code counts, the cause is told. */
  private static JobStatus exited(boolean outOfMemory, Optional<JobStatus> cause) {
    JobStatus finished = JobStatus.of(JobState.FINISHED);
    if (outOfMemory) {
      return finished.because(
          StatusCode.EXITED, "A process of the job was ended: the job's memory was used up.");
    }
    boolean timeLimit = cause.flatMap(JobStatus::code).equals(Optional.of(StatusCode.TIME_LIMIT));
    return finished.because(
        timeLimit ? StatusCode.TIME_LIMIT : StatusCode.EXITED,
        cause.map(JobStatus::message).orElse(""));
  }

  private static JobStatus signaled(String what, int number, PodView pod) {
    String by = what + " was ended by signal " + FatalSignal.text(number);
    return JobStatus.of(JobState.KILLED)
        .because(
            StatusCode.SIGNALED,
            pod.deleted()
                ? by + ": its pod was deleted in the cluster, by somebody or to empty its node."
                : by + ".");
  }

  private static JobStatus outOfMemory() {
    return JobStatus.of(JobState.KILLED)
        .because(StatusCode.OUT_OF_MEMORY, "The job was ended: it used more memory than it may.");
  }

  private static JobStatus withoutRecord(
      JsonNode terminated,
      boolean outOfMemory,
      boolean started,
      PodView pod,
      Optional<JobStatus> cause) {
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
    return cause
        .orElseGet(
            () ->
                signal > 0
                    ? signaled("The container", signal, pod)
                    : JobStatus.of(JobState.KILLED)
                        .because(
                            StatusCode.SIGNALED,
                            "The container was ended, as it happens when its node fails."))
        .withExitCode(exitCode);
  }

  /** Why the cluster ended a pod, as far as the pod says. */
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
              "The node that ran the job failed, was shut down or was closed to it"
                  + tail(message)));
    }
    return Optional.empty();
  }

  /** As the condition of a Job that failed says. */
  static Optional<JobStatus> causeOfJob(JsonNode failure) {
    return cause(failure.path("reason").asString(""), "", "");
  }

  /** As an event says. */
  static Optional<JobStatus> causeOfEvent(PodEvents.Event event) {
    return switch (event.reason()) {
      case "Preempted" -> cause("Preempted", "", event.message());
      case "Evicted" -> cause("Evicted", "", event.message());
      case "TaintManagerEviction" -> cause("", "DeletionByTaintManager", "");
      default -> Optional.empty();
    };
  }

  /** The pod was removed while nobody heard of its node. */
  static JobStatus nodeLost() {
    return JobStatus.of(JobState.KILLED)
        .because(
            StatusCode.NODE_FAIL,
            "The node that ran the job did not answer any more, and its pod was removed.");
  }

  /** The condition that says why a Job failed; empty where it has not. */
  static Optional<JsonNode> failure(JsonNode job) {
    return job.path("status")
        .path("conditions")
        .valueStream()
        .filter(
            condition ->
                condition.path("type").asString("").equals("Failed")
                    && condition.path("status").asString("").equals("True"))
        .findFirst();
  }

  private static String tail(String message) {
    return message.isEmpty() ? "." : ": " + message;
  }

  /**
   * A pod that ended as a whole, without a word of its container.
   *
   * @param cause why the cluster ended it; empty where nobody says
   */
  static JobStatus endedAsAWhole(PodView pod, boolean ran, Optional<JobStatus> cause) {
    JobStatus status =
        cause.orElseGet(
            () ->
                JobStatus.of(JobState.KILLED)
                    .because(
                        StatusCode.EXIT_UNKNOWN,
                        pod.deleted()
                            ? "The pod was deleted in the cluster, by somebody or to empty its node;"
                                + " how the job ended is not known."
                            : "The pod failed" + tail(pod.message())));
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

  /**
   * The pod is gone, and nobody saw how the job ended.
   *
   * @param cause why the cluster ended it; empty where nobody says
   */
  static JobStatus gone(PodView pod, boolean ran, Optional<JobStatus> cause) {
    JobStatus status =
        cause.orElseGet(
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
