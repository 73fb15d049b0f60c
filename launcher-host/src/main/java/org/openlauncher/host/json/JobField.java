package org.openlauncher.host.json;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.sessions.SessionVariables;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** The members of a job on the wire, in the order in which they are written. */
// An encoded name and a lambda without state never change; the check can't know.
@SuppressWarnings("ImmutableEnumChecker")
public enum JobField {
  ID("id", text(job -> job.id().value())),
  CLUSTER("cluster", text(job -> job.specification().cluster())),
  NAME("name", text(job -> job.specification().name())),
  USER("user", text(Job::owner)),
  GROUP("group", maybe(job -> job.specification().group())),
  STATUS("status", text(job -> job.status().state().wireName())),
  STATUS_MESSAGE("statusMessage", text(job -> job.status().message())),
  STATUS_CODE("statusCode", maybe(job -> job.status().code().map(StatusCode::wireName))),
  STATUS_REASON("statusReason", text(job -> job.status().reason())),
  EXIT_CODE("exitCode", number(job -> job.status().exitCode().map(Integer::longValue))),
  PID("pid", number(job -> job.status().pid())),
  HOST("host", maybe(job -> job.status().host())),
  QUEUES("queues", texts(JobField::queues)),
  COMMAND("command", maybe(job -> job.specification().command())),
  EXE("exe", maybe(job -> job.specification().exe())),
  ARGS("args", texts(job -> job.specification().args())),
  STDIN("stdin", maybe(job -> job.specification().stdin())),
  ENVIRONMENT(
      "environment",
      objects(
          job -> SessionVariables.withoutToken(job.specification().environment()),
          SpecificationMembers::environment)),
  WORKING_DIRECTORY("workingDirectory", maybe(job -> job.specification().workingDirectory())),
  STDOUT_FILE(
      "stdoutFile", maybe(job -> job.stdoutFile().or(() -> job.specification().stdoutFile()))),
  STDERR_FILE(
      "stderrFile", maybe(job -> job.stderrFile().or(() -> job.specification().stderrFile()))),
  RESOURCE_PROFILE("resourceProfile", maybe(job -> job.specification().resourceProfile())),
  RESOURCE_LIMITS(
      "resourceLimits",
      objects(job -> job.specification().resourceLimits(), SpecificationMembers::resourceLimit)),
  PLACEMENT_CONSTRAINTS(
      "placementConstraints",
      objects(
          job -> job.specification().placementConstraints(),
          SpecificationMembers::placementConstraint)),
  CONFIG("config", objects(job -> job.specification().config(), SpecificationMembers::config)),
  CONTAINER(
      "container",
      objectOf(job -> job.specification().container(), SpecificationMembers::container)),
  EXPOSED_PORTS(
      "exposedPorts",
      objects(job -> job.specification().exposedPorts(), SpecificationMembers::exposedPort)),
  MOUNTS("mounts", objects(job -> job.specification().mounts(), SpecificationMembers::mount)),
  TAGS("tags", texts(job -> job.specification().tags())),
  METADATA(
      "metadata",
      (generator, name, job) ->
          job.specification()
              .metadata()
              .ifPresent(
                  metadata -> {
                    generator.writeName(name);
                    generator.writeRawValue(metadata.text());
                  })),
  SUBMISSION_TIME("submissionTime", text(job -> job.submissionTime().toString())),
  LAST_UPDATE_TIME("lastUpdateTime", text(job -> job.lastUpdateTime().toString())),
  STALE(
      "stale",
      (generator, name, job) -> {
        generator.writeName(name);
        generator.writeBoolean(job.stale());
      }),
  REVISION("revision", number(job -> Optional.of(job.revision())));

  /** All of them. */
  public static final Set<JobField> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(JobField.class));

  private static final Set<JobField> PAYLOAD =
      Collections.unmodifiableSet(EnumSet.of(COMMAND, ARGS, STDIN, ENVIRONMENT, METADATA));

  private final String wireName;
  private final SerializedString encodedName;
  private final MemberWriter writer;

  JobField(String wireName, MemberWriter writer) {
    this.wireName = wireName;
    this.encodedName = new SerializedString(wireName);
    this.writer = writer;
  }

  /** The member's name on the wire. */
  public String wireName() {
    return wireName;
  }

  /** Whether the member is of a job's payload, which need not be in memory. */
  public boolean payload() {
    return PAYLOAD.contains(this);
  }

  /** Says which members these are: the same text for the same members, and a short one for all. */
  public static String namesOf(Set<JobField> fields) {
    return fields.size() == ALL.size() ? "*" : fields.toString();
  }

  /** Writes the member, unless it is empty. */
  public void write(JsonGenerator generator, Job job) {
    writer.write(generator, encodedName, job);
  }

  /**
   * Reads which members are wanted; {@code id} is always among them.
   *
   * @param names the names; none for all members
   * @throws LauncherException for a name that is not known
   */
  public static Set<JobField> parse(Collection<String> names) {
    if (names.isEmpty()) {
      return ALL;
    }
    EnumSet<JobField> fields = EnumSet.of(ID);
    for (String name : names) {
      fields.add(
          Arrays.stream(values())
              .filter(field -> field.wireName.equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return fields;
  }

  private static LauncherException unknown(String name) {
    List<String> known = Arrays.stream(values()).map(JobField::wireName).toList();
    return new LauncherException(
        ErrorCode.INVALID_REQUEST,
        "query parameter fields: a job has no field "
            + JsonObject.quote(name)
            + NearestName.to(name, known)
                .map(nearest -> "; the nearest known one is " + JsonObject.quote(nearest))
                .orElse("")
            + "; known are "
            + known.stream().collect(Collectors.joining(", ")));
  }

  private static List<String> queues(Job job) {
    return job.status().queue().map(List::of).orElse(job.specification().queues());
  }

  private static MemberWriter text(Function<Job, String> value) {
    return (generator, name, job) -> {
      String text = value.apply(job);
      if (!text.isEmpty()) {
        generator.writeName(name);
        generator.writeString(text);
      }
    };
  }

  private static MemberWriter maybe(Function<Job, Optional<String>> value) {
    return text(job -> value.apply(job).orElse(""));
  }

  private static MemberWriter number(Function<Job, Optional<Long>> value) {
    return (generator, name, job) ->
        value
            .apply(job)
            .ifPresent(
                number -> {
                  generator.writeName(name);
                  generator.writeNumber(number);
                });
  }

  private static MemberWriter texts(Function<Job, List<String>> value) {
    return (generator, name, job) -> JsonOutput.texts(generator, name.getValue(), value.apply(job));
  }

  private static <T> MemberWriter objects(
      Function<Job, List<T>> value, BiConsumer<JsonGenerator, T> members) {
    return (generator, name, job) ->
        JsonOutput.objects(generator, name.getValue(), value.apply(job), members);
  }

  private static <T> MemberWriter objectOf(
      Function<Job, Optional<T>> value, BiConsumer<JsonGenerator, T> members) {
    return (generator, name, job) ->
        value
            .apply(job)
            .ifPresent(
                object ->
                    JsonOutput.object(
                        generator, name.getValue(), target -> members.accept(target, object)));
  }

  @FunctionalInterface
  private interface MemberWriter {
    void write(JsonGenerator generator, SerializedString name, Job job);
  }
}
