package org.openlauncher.host.stdio;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.json.JsonObject;
import org.openlauncher.host.json.Problems;
import org.openlauncher.host.json.RequestJson;
import org.openlauncher.wire.ApiVersion;
import org.openlauncher.wire.RequestType;
import org.openlauncher.wire.WireNumbers;
import tools.jackson.databind.JsonNode;

/**
 * Reads what the launcher in front asks for, in the dialects of all versions. Members that are not
 * known are passed over; one of a wrong type ends in {@code InvalidRequest} that names it, and
 * nothing else.
 */
final class RequestReading {
  private static final int LONGEST_INSTANCE_ID = 200;
  private static final int GREATEST_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private final String cluster;

  /**
   * @param cluster where jobs go to
   */
  RequestReading(String cluster) {
    this.cluster = cluster;
  }

  /**
   * Reads a request.
   *
   * @throws LauncherException {@code RequestNotSupported} for a type that is not known
   */
  Request read(Incoming incoming) {
    RequestType type =
        RequestType.of(incoming.type())
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.REQUEST_NOT_SUPPORTED,
                        "Requests of type "
                            + incoming.type()
                            + " are not known; known are "
                            + Stream.of(RequestType.values()).map(RequestType::number).toList()));
    Problems problems = new Problems();
    JsonObject members = JsonObject.fromPeer(incoming.message(), problems);
    Request request = read(type, incoming, members);
    problems.refuse();
    return request;
  }

  private Request read(RequestType type, Incoming incoming, JsonObject members) {
    return switch (type) {
      case HEARTBEAT -> new Request.Heartbeat();
      case BOOTSTRAP -> new Request.Bootstrap(version(members));
      case SUBMIT_JOB -> submit(asker(members), incoming);
      case GET_JOB ->
          new Request.GetJobs(
              asker(members),
              jobId(members),
              Set.copyOf(members.texts("tags")),
              states(members),
              time(members, "startTime"),
              time(members, "endTime"),
              members.texts("fields"));
      case JOB_STATUS ->
          new Request.JobStatus(asker(members), jobId(members), members.flag("cancel"));
      case CONTROL_JOB -> control(asker(members), members);
      case JOB_OUTPUT ->
          new Request.JobOutput(
              asker(members),
              oneJob(members, "read the output of"),
              outputType(incoming.message().get("outputType")),
              members.flag("cancel"));
      case RESOURCE_USE ->
          new Request.ResourceUse(asker(members), oneJob(members, "watch"), members.flag("cancel"));
      case JOB_NETWORK -> new Request.JobNetwork(asker(members), oneJob(members, "reach"));
      case CLUSTER_INFO -> new Request.ClusterInfo(asker(members));
      case SET_LOAD_BALANCER_NODES -> new Request.SetLoadBalancerNodes(nodes(members));
      case CONFIG_RELOAD -> new Request.ConfigReload();
    };
  }

  private static ApiVersion version(JsonObject members) {
    Optional<JsonObject> version = members.object("version");
    if (version.isEmpty() && !members.has("version")) {
      members.problem("version", "expected an object with major, minor and patch, found nothing");
    }
    return version
        .map(
            numbers -> {
              if (!numbers.has("major")) {
                numbers.problem("major", "expected a whole number, found nothing");
              }
              return new ApiVersion(
                  part(numbers, "major"), part(numbers, "minor"), part(numbers, "patch"));
            })
        .orElse(ApiVersion.LAUNCHER);
  }

  private static int part(JsonObject numbers, String member) {
    return numbers.wholeNumber(member, 0, Integer.MAX_VALUE).map(Long::intValue).orElse(0);
  }

  private static Request.Asker asker(JsonObject members) {
    String username = members.requiredText("username");
    return new Request.Asker(username, members.text("requestUsername").orElse(username));
  }

  private static String jobId(JsonObject members) {
    return members.requiredText("jobId");
  }

  private static String oneJob(JsonObject members, String what) {
    String id = jobId(members);
    if (id.equals(Request.ALL)) {
      members.problem(
          "jobId", "Cannot " + what + " all jobs simultaneously. Please specify a single Job ID.");
    }
    return id;
  }

  private Request submit(Request.Asker asker, Incoming incoming) {
    JsonNode instance = incoming.message().path("job").path("instanceId");
    Optional<String> instanceId =
        instance.isString() ? Optional.of(instance.stringValue()) : Optional.empty();
    if (instanceId.filter(id -> id.length() > LONGEST_INSTANCE_ID).isPresent()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.instanceId: expected at most "
              + LONGEST_INSTANCE_ID
              + " characters, found "
              + instanceId.get().length());
    }
    return new Request.SubmitJob(
        asker,
        RequestJson.submissionOfPeer(
            incoming.message(), cluster, asker.all() ? "" : asker.username()),
        instanceId.filter(id -> !id.isEmpty()));
  }

  private static Set<JobState> states(JsonObject members) {
    Set<JobState> states = EnumSet.noneOf(JobState.class);
    List<String> unknown = new ArrayList<>();
    for (String word : members.texts("statuses")) {
      JobState.parse(word).ifPresentOrElse(states::add, () -> unknown.add(word));
    }
    if (!unknown.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "Invalid status(es): "
              + unknown.stream().map(JsonObject::quote).collect(Collectors.joining(", "))
              + "; known are "
              + Stream.of(JobState.values())
                  .map(JobState::wireName)
                  .collect(Collectors.joining(", ")));
    }
    return states;
  }

  private static Optional<Instant> time(JsonObject members, String member) {
    Optional<Instant> time = members.text(member).flatMap(RequestReading::time);
    if (time.isEmpty() && members.text(member).isPresent()) {
      members.problem(
          member,
          "expected a time such as 2026-01-31T12:00:00Z, found "
              + JsonObject.quote(members.text(member).orElse("")));
    }
    return time;
  }

  /** One without a zone is UTC, as launchers for the C++ kit write it. */
  private static Optional<Instant> time(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    try {
      return Optional.of(OffsetDateTime.parse(upper).toInstant());
    } catch (DateTimeException noZone) {
      try {
        return Optional.of(LocalDateTime.parse(upper).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException notATime) {
        return Optional.empty();
      }
    }
  }

  private static Request control(Request.Asker asker, JsonObject members) {
    String id = jobId(members);
    if (id.equals(Request.ALL)) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "Cannot control all jobs simultaneously. Please specify a single Job ID.");
    }
    Optional<Long> number = members.wholeNumber("operation", Long.MIN_VALUE, Long.MAX_VALUE);
    if (number.isEmpty() && !members.has("operation")) {
      members.problem("operation", "expected a number from 0 to 4, found nothing");
    }
    Optional<JobOperation> operation = number.flatMap(WireNumbers::operation);
    if (number.isPresent() && operation.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "Unknown control job operation (" + number.get() + ") for job " + id);
    }
    return new Request.ControlJob(asker, id, operation.orElse(JobOperation.RESUME));
  }

  /** Numbers are how 3.0 names outputs, words how 3.5 does; both are taken, whatever is spoken. */
  private static Optional<OutputType> outputType(@Nullable JsonNode value) {
    if (value == null || value.isNull() || (value.isString() && value.stringValue().isEmpty())) {
      return Optional.empty();
    }
    Optional<OutputType> type =
        value.isString()
            ? OutputType.parse(value.stringValue())
            : value.isIntegralNumber() && value.canConvertToLong()
                ? WireNumbers.outputType(value.longValue())
                : Optional.empty();
    if (type.isEmpty()) {
      throw Incoming.misfit(
          "outputType", "\"stdout\", \"stderr\" or \"mixed\", or 0, 1 or 2", value);
    }
    return type;
  }

  private static List<LoadBalancerNode> nodes(JsonObject members) {
    return members.objects(
        "nodes",
        node ->
            Optional.of(
                new LoadBalancerNode(
                    node.text("host").orElse(""),
                    node.text("ipv4"),
                    port(node),
                    time(node, "lastSeen"),
                    node.text("status").orElse(""))));
  }

  /** All members of a node are texts. */
  private static Optional<Integer> port(JsonObject node) {
    Optional<String> text = node.text("port");
    Optional<Integer> port =
        text.filter(digits -> PORT.matcher(digits).matches())
            .map(Integer::valueOf)
            .filter(number -> number >= 1 && number <= GREATEST_PORT);
    if (text.isPresent() && port.isEmpty()) {
      node.problem("port", "expected a port as text, found " + JsonObject.quote(text.get()));
    }
    return port;
  }
}
