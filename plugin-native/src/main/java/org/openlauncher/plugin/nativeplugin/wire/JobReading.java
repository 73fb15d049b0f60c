package org.openlauncher.plugin.nativeplugin.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import tools.jackson.databind.JsonNode;

/** Reads what a plugin tells of a job. Absent, null and empty are the same. */
public final class JobReading {
  /** The members that are asked for where many jobs are listed: the rest could be large. */
  public static final List<String> STATUS_MEMBERS =
      List.of(
          "id",
          "status",
          "statusMessage",
          "statusCode",
          "exitCode",
          "pid",
          "host",
          "queues",
          "tags",
          "lastUpdateTime");

  private static final int LONGEST = 1_000;
  private static final int SIGNAL_BASE = 128;
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private JobReading() {}

  /** The plugin's own id; empty text where there is none. */
  public static String id(JsonNode job) {
    return job.path("id").asString("");
  }

  /** A member that is text; empty where it has none. */
  public static Optional<String> text(JsonNode node, String member) {
    return Optional.of(node.path(member).asString("")).filter(text -> !text.isEmpty());
  }

  /** The texts of an array, without those that are empty. */
  public static Stream<String> texts(JsonNode array) {
    return array.valueStream().map(text -> text.asString("")).filter(text -> !text.isEmpty());
  }

  /** The status; empty where the plugin names none that there is. */
  public static Optional<JobStatus> status(JsonNode job) {
    return JobState.parse(job.path("status").asString("")).map(state -> status(job, state));
  }

  private static JobStatus status(JsonNode job, JobState state) {
    Optional<String> word = text(job, "statusCode");
    JsonNode exitCode = job.path("exitCode");
    JsonNode pid = job.path("pid");
    JsonNode queues = job.path("queues");
    return new JobStatus(
        state,
        word.flatMap(StatusCode::parse),
        Printable.of(job.path("statusMessage").asString(""), LONGEST),
        Printable.of(word.orElse(""), LONGEST),
        state.terminal() && exitCode.canConvertToInt()
            ? Optional.of(exitCode(state, exitCode.asInt(0)))
            : Optional.empty(),
        pid.canConvertToLong() && pid.asLong(0) > 0 ? Optional.of(pid.asLong(0)) : Optional.empty(),
        text(job, "host"),
        queues.size() == 1 && state != JobState.PENDING
            ? Optional.of(queues.path(0).asString("")).filter(queue -> !queue.isEmpty())
            : Optional.empty());
  }

  /** The Local plugin of the C++ kit tells the raw status of a process that a signal ended. */
  private static int exitCode(JobState state, int code) {
    boolean raw = state == JobState.KILLED && (code == SIGKILL || code == SIGTERM);
    return raw ? SIGNAL_BASE + code : code;
  }

  /** When the plugin last saw a change; empty where it does not tell in a form that is known. */
  public static Optional<Instant> lastUpdate(JsonNode job) {
    return text(job, "lastUpdateTime")
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException noZone) {
                try {
                  return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
                } catch (DateTimeException wrong) {
                  return Optional.empty();
                }
              }
            });
  }
}
