package org.openlauncher.host.json;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;

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
