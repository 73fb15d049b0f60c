package org.openlauncher.host.json;

import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;

/**
 * A specification as text for the store: nothing is lost, also nothing that a client could not have
 * sent. Objects that nobody looks into are kept as texts, blank by blank.
 */
public final class JobSpecificationJson {
  private JobSpecificationJson() {}

  /** Writes a specification. */
  public static String write(JobSpecification job) {
    return JsonOutput.objectText(
        generator -> {
          generator.writeStringProperty("name", job.name());
          generator.writeStringProperty("user", job.user());
          JsonOutput.text(generator, "group", job.group());
          generator.writeStringProperty("cluster", job.cluster());
          JsonOutput.text(generator, "command", job.command());
          JsonOutput.text(generator, "exe", job.exe());
          JsonOutput.texts(generator, "args", job.args());
          JsonOutput.objects(
              generator, "environment", job.environment(), SpecificationMembers::environment);
          JsonOutput.text(generator, "stdin", job.stdin());
          JsonOutput.text(generator, "stdoutFile", job.stdoutFile());
          JsonOutput.text(generator, "stderrFile", job.stderrFile());
          JsonOutput.text(generator, "workingDirectory", job.workingDirectory());
          JsonOutput.texts(generator, "queues", job.queues());
          JsonOutput.text(generator, "resourceProfile", job.resourceProfile());
          JsonOutput.objects(
              generator,
              "resourceLimits",
              job.resourceLimits(),
              SpecificationMembers::resourceLimit);
          JsonOutput.objects(
              generator,
              "placementConstraints",
              job.placementConstraints(),
              SpecificationMembers::placementConstraint);
          JsonOutput.objects(generator, "config", job.config(), SpecificationMembers::config);
          job.container()
              .ifPresent(
                  container ->
                      JsonOutput.object(
                          generator,
                          "container",
                          target -> SpecificationMembers.container(target, container)));
          JsonOutput.objects(
              generator, "exposedPorts", job.exposedPorts(), SpecificationMembers::exposedPort);
          JsonOutput.objects(generator, "mounts", job.mounts(), SpecificationMembers::storedMount);
          JsonOutput.texts(generator, "tags", job.tags());
          JsonOutput.text(generator, "metadata", job.metadata().map(JsonText::text));
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  public static JobSpecification read(String text) {
    Problems problems = new Problems();
    try {
      JobSpecification job =
          JobSpecificationReader.read(JsonObject.fromStore(StrictJson.read(text), problems), "");
      if (problems.isEmpty()) {
        return job;
      }
    } catch (LauncherException notJson) {
      throw new IllegalArgumentException("not a stored job: " + notJson.getMessage(), notJson);
    }
    throw new IllegalArgumentException("not a stored job: " + problems);
  }
}
