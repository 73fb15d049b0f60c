package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Explanation;

/** Says why a job waits or has failed, and what its owner could do. */
final class Explanations {
  private static final Map<String, String> WAITING =
      Map.ofEntries(
          Map.entry("Priority", "Other jobs of this partition have a higher priority."),
          Map.entry("Resources", "The job is next, and waits for nodes to become free."),
          Map.entry("PartitionDown", "The partition takes jobs, but starts none at the moment."),
          Map.entry("PartitionInactive", "The partition starts no jobs at the moment."),
          Map.entry(
              "PartitionTimeLimit",
              "The job asks for more time than its partition lets a job run."),
          Map.entry(
              "PartitionNodeLimit", "The job asks for more nodes than its partition lets it have."),
          Map.entry("PartitionConfig", "The job does not fit the rules of its partition."),
          Map.entry("BadConstraints", "No node has what the job's constraints ask for."),
          Map.entry("ReqNodeNotAvail", "A node that the job needs is not available."),
          Map.entry("JobHeldUser", "The job was held by its owner."),
          Map.entry("JobHeldAdmin", "The job was held by an administrator of Slurm."),
          Map.entry("Dependency", "The job waits for another one."),
          Map.entry("DependencyNeverSatisfied", "The job waits for another one that failed."),
          Map.entry("BeginTime", "The job is not to begin yet."),
          Map.entry("Reservation", "The job waits for its reservation."),
          Map.entry("Licenses", "The job waits for a licence."),
          Map.entry("InvalidAccount", "The job's account is not valid."),
          Map.entry("InvalidQOS", "The job's QOS is not valid."));

  private Explanations() {}

  /**
   * Explains a job.
   *
   * @param status what the launcher holds of it
   * @param seen what the scheduler last said; empty where nothing is known
   */
  static Optional<Explanation> of(JobStatus status, Optional<SchedulerJob> seen) {
    return switch (status.state()) {
      case PENDING -> waiting(status, seen);
      case FAILED, KILLED, CANCELED -> status.code().flatMap(code -> ended(status, code));
      case RUNNING, SUSPENDED, FINISHED -> Optional.empty();
    };
  }

  private static Optional<Explanation> waiting(JobStatus status, Optional<SchedulerJob> seen) {
    String reason = seen.map(SchedulerJob::reason).orElse(status.reason());
    if (reason.isEmpty()) {
      return Optional.empty();
    }
    String word = reason.split("[ ,(]", 2)[0];
    String summary =
        WAITING.getOrDefault(
            word,
            word.startsWith("QOS") || word.startsWith("Assoc")
                ? "A limit of the job's account or QOS is reached."
                : "Slurm's reason is: " + reason + ".");
    List<String> advice =
        switch (StatusTranslation.waits(reason)) {
          case QUEUED -> List.of("Wait, or ask for less time, memory or processors.");
          case HELD -> List.of("Wait, or ask an administrator of Slurm about the limit.");
          default ->
              List.of("Cancel the job, and submit it with another partition or other limits.");
        };
    return Optional.of(new Explanation(summary, List.of(reason), advice));
  }

  private static Optional<Explanation> ended(JobStatus status, StatusCode code) {
    Optional<String> advice =
        switch (code) {
          case COMMAND_NOT_FOUND ->
              Optional.of("Name a program that is installed on the nodes, by its whole path.");
          case WORKING_DIRECTORY ->
              Optional.of("Name a working directory that is on a file system the nodes share.");
          case PERMISSION_DENIED ->
              Optional.of("Name a program or folder that you may use on the nodes.");
          case OUTPUT_FILE ->
              Optional.of("Name an output file in a folder that you can write to on the nodes.");
          case OUT_OF_MEMORY -> Optional.of("Ask for more memory.");
          case TIME_LIMIT -> Optional.of("Ask for more time, or choose a partition that gives it.");
          case NODE_FAIL, PREEMPTED, EVICTED -> Optional.of("Submit the job again.");
          case LAUNCH_FAILED ->
              Optional.of(
                  "Look at Slurm's own messages in the job's .log file, then ask an"
                      + " administrator of Slurm.");
          case VANISHED, EXIT_UNKNOWN ->
              Optional.of("Look at what the job wrote, and submit it again where needed.");
          case QUEUED,
              HELD,
              UNSCHEDULABLE,
              IMAGE_PULL,
              IMAGE_NOT_FOUND,
              READY,
              EXITED,
              SIGNALED,
              BY_REQUEST ->
              Optional.empty();
        };
    return advice.map(
        text ->
            new Explanation(
                status.message().isEmpty() ? code.wireName() : status.message(),
                status.reason().isEmpty() ? List.of() : List.of(status.reason()),
                List.of(text)));
  }
}
