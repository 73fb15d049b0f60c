package org.openlauncher.plugin.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Explanation;

/** What the owner of a job can do about it. */
final class DockerExplanations {
  private DockerExplanations() {}

  /**
   * Explains.
   *
   * @param notes what else the owner should know of this job
   */
  static Optional<Explanation> of(JobStatus status, List<String> notes) {
    List<String> advice = status.code().flatMap(code -> advice(code, status)).orElse(List.of());
    if (advice.isEmpty() && notes.isEmpty()) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (!status.reason().isEmpty()) {
      reasons.add(status.reason());
    }
    reasons.addAll(notes);
    return Optional.of(new Explanation(summary(status), reasons, advice));
  }

  private static String summary(JobStatus status) {
    return status.message().isEmpty()
        ? "The job is " + status.state().wireName() + "."
        : status.message();
  }

  private static Optional<List<String>> advice(StatusCode code, JobStatus status) {
    return switch (code) {
      case IMAGE_PULL ->
          Optional.of(
              status.state() == JobState.PENDING
                  ? List.of("The job starts when its image is there; it can be canceled till then.")
                  : List.of(
                      "Try again: registries have bad hours.",
                      "Ask the administrator for a longer image-pull-timeout-seconds, or to fetch"
                          + " the image once."));
      case IMAGE_NOT_FOUND ->
          Optional.of(
              List.of(
                  "Check the image's name and tag.",
                  "A private image needs credentials in the registry-auth-file of the cluster."));
      case HELD ->
          Optional.of(List.of("The job starts when the engine answers; nothing has to be done."));
      case COMMAND_NOT_FOUND ->
          Optional.of(
              List.of(
                  "The program is looked for in the container's image, not on this machine: give"
                      + " its full path there, or use an image that has it.",
                  "A command needs /bin/sh in the image; where there is none, use exe."));
      case PERMISSION_DENIED ->
          Optional.of(
              List.of(
                  "The job runs in the container with your own ids: the program must be executable"
                      + " for everybody, or for you.",
                  "A folder that was mounted keeps its owners and modes."));
      case WORKING_DIRECTORY ->
          Optional.of(
              List.of(
                  "The working directory is one of the container: mount the folder, or name one"
                      + " that the image has."));
      case OUTPUT_FILE ->
          Optional.of(
              List.of(
                  "Output files are written in the container by you: name a path in a mounted"
                      + " folder that you may write to."));
      case OUT_OF_MEMORY ->
          Optional.of(
              List.of("Ask for more memory, or let the program use less or fewer processes."));
      case SIGNALED ->
          Optional.of(
              List.of(
                  "Nobody ended it through the launcher: the program ended itself by the signal, or"
                      + " somebody did at the engine.",
                  "Docker itself ends all containers when it starts again after a crash, unless"
                      + " live-restore is set in its daemon.json."));
      case VANISHED ->
          Optional.of(
              List.of("Somebody removed the container at the engine; submit the job again."));
      case LAUNCH_FAILED -> Optional.of(launchFailed(status.message().toLowerCase(Locale.ROOT)));
      case QUEUED,
          UNSCHEDULABLE,
          READY,
          EXITED,
          EXIT_UNKNOWN,
          BY_REQUEST,
          TIME_LIMIT,
          NODE_FAIL,
          PREEMPTED,
          EVICTED ->
          Optional.empty();
    };
  }

  private static List<String> launchFailed(String message) {
    if (message.contains("port")) {
      return List.of("Leave publishedPort out: then a free port is found, and told.");
    }
    if (message.contains("graphics processors")) {
      return List.of(
          "Ask for no GPUs here, or ask the administrator for the NVIDIA container toolkit.");
    }
    if (message.contains("more processors")) {
      return List.of("Ask for fewer processors.");
    }
    if (message.contains("mount")) {
      return List.of(
          "Check the sources of the job's mounts: do they exist, may the engine reach" + " them?");
    }
    return List.of("Show the engine's words to the administrator.");
  }
}
