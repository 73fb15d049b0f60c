package org.openlauncher.host.json;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;

/**
 * Reads the members of a job that its owner sets. What comes back is complete only where no problem
 * was noted.
 */
final class JobSpecificationReader {
  private static final long GREATEST_ID = 0xFFFF_FFFEL;
  private static final long GREATEST_PORT = 65_535;
  private static final List<String> SET_BY_LAUNCHER =
      List.of(
          "id",
          "status",
          "statusMessage",
          "statusCode",
          "statusReason",
          "pid",
          "exitCode",
          "host",
          "submissionTime",
          "lastUpdateTime",
          "instanceId",
          "revision",
          "stale");

  private final JsonObject job;

  private JobSpecificationReader(JsonObject job) {
    this.job = job;
  }

  /** Reads a job; the owner is {@code defaultUser} where it names none. */
  static JobSpecification read(JsonObject job, String defaultUser) {
    return new JobSpecificationReader(job).read(defaultUser);
  }

  private JobSpecification read(String defaultUser) {
    Optional<String> command = job.text("command");
    Optional<String> exe = job.text("exe");
    if (command.isPresent() && exe.isPresent()) {
      job.problem("command", "stands beside exe; a job has one of the two");
      exe = Optional.empty();
    }
    JobSpecification specification =
        new JobSpecification(
            job.requiredText("name"),
            job.text("user").orElse(defaultUser),
            job.text("group"),
            job.requiredText("cluster"),
            command,
            exe,
            job.texts("args"),
            environment(job),
            job.text("stdin"),
            job.text("stdoutFile"),
            job.text("stderrFile"),
            job.text("workingDirectory"),
            job.texts("queues"),
            job.text("resourceProfile"),
            job.objects("resourceLimits", JobSpecificationReader::resourceLimit),
            job.objects("placementConstraints", JobSpecificationReader::placementConstraint),
            job.objects("config", JobSpecificationReader::config),
            container(),
            job.objects("exposedPorts", JobSpecificationReader::exposedPort),
            job.objects("mounts", MountReader::read),
            job.texts("tags"),
            metadata());
    job.refuseSetByLauncher(SET_BY_LAUNCHER);
    job.refuseUnknown();
    return specification;
  }

  static List<EnvironmentVariable> environment(JsonObject job) {
    return job.objects(
        "environment",
        variable -> {
          String name = variable.requiredText("name");
          String value = variable.text("value").orElse("");
          variable.refuseUnknown();
          if (name.indexOf('=') >= 0) {
            variable.problem("name", "holds a =, which no variable's name may");
          }
          return name.isEmpty() || name.indexOf('=') >= 0
              ? Optional.empty()
              : Optional.of(new EnvironmentVariable(name, value));
        });
  }

  static Optional<ResourceLimit> resourceLimit(JsonObject limit) {
    String type = limit.requiredText("type");
    String value = limit.requiredText("value");
    // A client may send a limit of the cluster's offer back with its value filled in.
    limit.ignore("defaultValue", "maxValue");
    limit.refuseUnknown();
    return type.isEmpty() ? Optional.empty() : Optional.of(new ResourceLimit(type, value));
  }

  static Optional<PlacementConstraint> placementConstraint(JsonObject constraint) {
    String name = constraint.requiredText("name");
    Optional<String> value = constraint.text("value");
    constraint.refuseUnknown();
    return name.isEmpty() ? Optional.empty() : Optional.of(new PlacementConstraint(name, value));
  }

  static Optional<JobConfig> config(JsonObject config) {
    String name = config.requiredText("name");
    Optional<String> typeName = config.text("valueType");
    Optional<JobConfig.ValueType> valueType = typeName.flatMap(JobConfig.ValueType::parse);
    if (typeName.isPresent() && valueType.isEmpty()) {
      config.problem(
          "valueType",
          "expected string, int, float or enum, found " + JsonObject.quote(typeName.get()));
    }
    Optional<String> value = config.text("value");
    config.refuseUnknown();
    return name.isEmpty() ? Optional.empty() : Optional.of(new JobConfig(name, valueType, value));
  }

  private Optional<Container> container() {
    return job.object("container")
        .flatMap(
            container -> {
              String image = container.requiredText("image");
              Optional<Long> user = container.wholeNumber("runAsUserId", 0, greatestId());
              Optional<Long> group = container.wholeNumber("runAsGroupId", 0, greatestId());
              List<Long> groups = container.wholeNumbers("supplementalGroupIds", 0, greatestId());
              boolean createUser = container.flag("createUser");
              container.refuseUnknown();
              return image.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Container(image, user, group, groups, createUser));
            });
  }

  private long greatestId() {
    return job.fromOutside() ? GREATEST_ID : Long.MAX_VALUE;
  }

  private static Optional<ExposedPort> exposedPort(JsonObject port) {
    Optional<Long> target = port.wholeNumber("targetPort", 1, GREATEST_PORT);
    if (target.isEmpty() && !port.has("targetPort")) {
      port.problem("targetPort", "expected a port, found nothing");
    }
    Optional<Long> published = port.wholeNumber("publishedPort", 1, GREATEST_PORT);
    String protocolName = port.text("protocol").orElse("TCP");
    Optional<ExposedPort.Protocol> protocol =
        switch (protocolName.toUpperCase(Locale.ROOT)) {
          case "TCP" -> Optional.of(ExposedPort.Protocol.TCP);
          case "UDP" -> Optional.of(ExposedPort.Protocol.UDP);
          default -> Optional.empty();
        };
    if (protocol.isEmpty()) {
      port.problem("protocol", "expected TCP or UDP, found " + JsonObject.quote(protocolName));
    }
    port.refuseUnknown();
    return target.flatMap(
        number ->
            protocol.map(
                known -> new ExposedPort(number.intValue(), published.map(Long::intValue), known)));
  }

  private Optional<JsonText> metadata() {
    // The store keeps the text itself, so that not even a blank of it is lost.
    return job.fromOutside() ? job.anyObject("metadata") : job.text("metadata").map(JsonText::new);
  }
}
