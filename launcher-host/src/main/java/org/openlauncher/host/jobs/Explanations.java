package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Explanation;

/** What a job's status says in plain words, for where its cluster has nothing to add. */
final class Explanations {
  private Explanations() {}

  static Explanation of(Job job) {
    JobStatus status = job.status();
    String state = "The job is " + status.state().wireName();
    String summary = status.message().isEmpty() ? state + "." : state + ": " + status.message();
    List<String> reasons = status.reason().isEmpty() ? List.of() : List.of(status.reason());
    return new Explanation(summary, reasons, advice(status.code()).stream().toList());
  }

  private static Optional<String> advice(Optional<StatusCode> code) {
    return code.flatMap(
        known ->
            switch (known) {
              case COMMAND_NOT_FOUND ->
                  Optional.of("Give the program's full path, or a PATH in the job's environment.");
              case PERMISSION_DENIED ->
                  Optional.of("Check the modes and owners of the program, folders and files.");
              case WORKING_DIRECTORY ->
                  Optional.of("Create the working directory, or name another one.");
              case OUTPUT_FILE ->
                  Optional.of("Name output files in a folder that exists and that you may write.");
              case IMAGE_NOT_FOUND, IMAGE_PULL -> Optional.of("Check the image's name and tag.");
              case UNSCHEDULABLE ->
                  Optional.of("Ask for less, or for another queue or placement constraint.");
              case OUT_OF_MEMORY -> Optional.of("Ask for more memory.");
              case TIME_LIMIT -> Optional.of("Ask for more time.");
              case QUEUED,
                  HELD,
                  LAUNCH_FAILED,
                  READY,
                  EXITED,
                  EXIT_UNKNOWN,
                  SIGNALED,
                  BY_REQUEST,
                  NODE_FAIL,
                  PREEMPTED,
                  EVICTED,
                  VANISHED ->
                  Optional.empty();
            });
  }
}
