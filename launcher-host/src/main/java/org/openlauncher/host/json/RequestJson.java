package org.openlauncher.host.json;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the bodies of requests. Whatever is wrong ends in one {@code InvalidRequest} that names
 * every problem by its JSON path.
 */
public final class RequestJson {
  private RequestJson() {}

  /**
   * Reads {@code {"job": {...}}}.
   *
   * @param body the request's body
   * @param defaultUser the owner where the job names none
   */
  public static JobSpecification submission(byte[] body, String defaultUser) {
    Problems problems = new Problems();
    JsonObject root = JsonObject.fromClient(StrictJson.read(body), problems);
    Optional<JsonObject> job = root.object("job");
    if (job.isEmpty() && problems.isEmpty()) {
      root.problem("job", "expected an object, found nothing");
    }
    root.refuseUnknown();
    Optional<JobSpecification> specification =
        job.map(
            members -> {
              JobSpecification read = JobSpecificationReader.read(members, defaultUser);
              JobSpecificationRules.check(read, members);
              return read;
            });
    problems.refuse();
    return specification.orElseThrow();
  }

  /**
   * Reads the job of a submission by a launcher in front, which names clusters in its own way.
   *
   * @param request has it as member {@code job}
   * @param cluster where it goes to
   * @param defaultUser the owner where the job names none; may be empty
   */
  public static JobSpecification submissionOfPeer(
      ObjectNode request, String cluster, String defaultUser) {
    Problems problems = new Problems();
    if (request.get("job") instanceof ObjectNode job) {
      job.put("cluster", cluster);
      withoutUnsetLimits(job);
    }
    Optional<JsonObject> job = JsonObject.fromPeer(request, problems).object("job");
    if (job.isEmpty() && problems.isEmpty()) {
      problems.add("$.job", "expected an object, found nothing");
    }
    Optional<JobSpecification> specification =
        job.map(
            members -> {
              JobSpecification read = JobSpecificationReader.read(members, defaultUser);
              JobSpecificationRules.check(read, members);
              if (members.has("initContainers")) {
                members.problem("initContainers", "are not supported; the cluster info says so");
              }
              return read;
            });
    problems.refuse();
    return specification.orElseThrow();
  }

  /** A launcher may send what it was offered back, of which only that counts which has a value. */
  private static void withoutUnsetLimits(ObjectNode job) {
    if (job.get("resourceLimits") instanceof ArrayNode limits) {
      for (int index = limits.size() - 1; index >= 0; index--) {
        if (limits.get(index) instanceof ObjectNode limit
            && limit.optional("value").map(value -> value.asString("").isEmpty()).orElse(true)
            && !limit.path("value").isNumber()) {
          limits.remove(index);
        }
      }
    }
  }

  /** Reads {@code {"operation": "stop"}}. */
  public static JobOperation operation(byte[] body) {
    Problems problems = new Problems();
    JsonObject root = JsonObject.fromClient(StrictJson.read(body), problems);
    Optional<String> word = root.text("operation");
    Optional<JobOperation> operation = word.flatMap(JobOperation::parse);
    if (operation.isEmpty() && problems.isEmpty()) {
      root.problem(
          "operation",
          "expected one of "
              + Arrays.stream(JobOperation.values())
                  .map(JobOperation::wireName)
                  .collect(Collectors.joining(", "))
              + ", found "
              + word.map(JsonObject::quote).orElse("nothing"));
    }
    root.refuseUnknown();
    problems.refuse();
    return operation.orElseThrow();
  }
}
