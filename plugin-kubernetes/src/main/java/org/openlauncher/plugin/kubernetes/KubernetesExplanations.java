package org.openlauncher.plugin.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Explanation;

/** What the owner of a job can do about it. */
final class KubernetesExplanations {
  private KubernetesExplanations() {}

  /**
   * Explains.
   *
   * @param notes what else the owner should know of this job
   * @param events what the cluster has noted of it
   */
  static Optional<Explanation> of(
      JobStatus status, List<String> notes, List<PodEvents.Event> events) {
    List<String> advice = status.code().flatMap(code -> advice(code, status)).orElse(List.of());
    List<String> reasons = new ArrayList<>();
    if (!status.reason().isEmpty()) {
      reasons.add(status.reason());
    }
    reasons.addAll(notes);
    boolean well = status.state() == JobState.FINISHED || status.state() == JobState.RUNNING;
    events.stream()
        .filter(PodEvents.Event::warning)
        .map(event -> event.reason() + ": " + event.message())
        .distinct()
        .forEach(reasons::add);
    if (advice.isEmpty() && notes.isEmpty() && (well || reasons.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new Explanation(summary(status, events), reasons, advice));
  }

  private static String summary(JobStatus status, List<PodEvents.Event> events) {
    if (!status.message().isEmpty()) {
      return status.message();
    }
    return events.stream()
        .filter(event -> event.warning() && status.state() == JobState.PENDING)
        .reduce((earlier, later) -> later)
        .map(PodEvents.Event::message)
        .orElse("The job is " + status.state().wireName() + ".");
  }

  private static Optional<List<String>> advice(StatusCode code, JobStatus status) {
    return switch (code) {
      case UNSCHEDULABLE ->
          Optional.of(
              List.of(
                  "Ask for less, or for other placement constraints: the job starts as soon as a"
                      + " node has room for it."));
      case HELD ->
          Optional.of(
              List.of("The job starts as soon as that is over; it can be canceled till then."));
      case IMAGE_PULL ->
          Optional.of(
              status.state() == JobState.PENDING
                  ? List.of("Nodes try again by themselves; the job can be canceled till then.")
                  : List.of(
                      "Try again: registries have bad hours.",
                      "Ask the administrator for a longer image-pull-timeout-seconds."));
      case IMAGE_NOT_FOUND ->
          Optional.of(
              List.of(
                  "Check the image's name and tag.",
                  "A private image needs credentials: a secret of the namespace, named in"
                      + " image-pull-secrets."));
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
                      + " somebody did in the cluster."));
      case VANISHED ->
          Optional.of(List.of("Somebody removed it in the cluster; submit the job again."));
      case EVICTED, PREEMPTED, NODE_FAIL ->
          Optional.of(
              List.of(
                  "Submit the job again: the launcher never runs a job twice by itself, since it"
                      + " can't know what the first time has done."));
      case TIME_LIMIT -> Optional.of(List.of("Ask for more time, or let the program do less."));
      case LAUNCH_FAILED ->
          Optional.of(
              List.of(
                  "Check mounts, ports and limits of the job, or show the cluster's words to the"
                      + " administrator."));
      case QUEUED, READY, EXITED, EXIT_UNKNOWN, BY_REQUEST -> Optional.empty();
    };
  }
}
