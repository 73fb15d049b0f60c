package org.openlauncher.plugin.slurm;

import java.util.Map;
import org.openlauncher.plugin.slurm.rest.RestClient;
import tools.jackson.databind.node.ObjectNode;

/** A submission as slurmrestd takes it. */
final class RestSubmission {
  private static final long KIBIBYTES_PER_MEBIBYTE = 1024;

  private RestSubmission() {}

  /** What is posted: a job with the script that is the same for all. */
  static ObjectNode with(ObjectNode job) {
    ObjectNode posted = RestClient.JSON.createObjectNode();
    posted.put("script", Script.JOB.text());
    posted.set("job", job);
    return posted;
  }

  /**
   * What of a submission differs from job to job.
   *
   * @param environment of the job script
   */
  static ObjectNode of(SchedulerRequest request, Map<String, String> environment) {
    ObjectNode job =
        RestClient.JSON
            .createObjectNode()
            .put("name", request.name())
            .put("comment", request.comment())
            .put("current_working_directory", request.directory())
            .put("standard_input", "/dev/null")
            .put("standard_output", request.literalLog())
            .put("open_mode", "append")
            .put("tasks", 1)
            .put("requeue", request.requeue());
    job.putArray("nodes").add(1).add(1);
    SlurmResources resources = request.resources();
    resources.processors().ifPresent(count -> job.put("cpus_per_task", count));
    resources
        .kibibytes()
        .ifPresent(
            size ->
                job.put(
                    "memory_per_node",
                    (size + KIBIBYTES_PER_MEBIBYTE - 1) / KIBIBYTES_PER_MEBIBYTE));
    resources.minutes().ifPresent(time -> job.put("time_limit", time));
    if (!resources.generic().isEmpty()) {
      job.put("gres", String.join(",", resources.generic()));
    }
    if (!request.partitions().isEmpty()) {
      job.put("partition", String.join(",", request.partitions()));
    }
    if (!request.features().isEmpty()) {
      job.put("constraints", String.join("&", request.features()));
    }
    request.choices().forEach(job::put);
    ObjectNode variables = job.putObject("environment");
    environment.forEach(variables::put);
    return job;
  }
}
