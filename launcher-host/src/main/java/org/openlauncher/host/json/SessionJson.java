package org.openlauncher.host.json;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.sessions.SessionTags;
import org.openlauncher.sessions.Setting;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Writes sessions and ad-hoc jobs. */
public final class SessionJson {
  private SessionJson() {}

  /** Whether a session's port has answered. */
  public static boolean ready(Job job) {
    return job.status().code().equals(Optional.of(StatusCode.READY));
  }

  /**
   * One session.
   *
   * @param token the token to use it with; only for its owner
   * @param warnings what the user should know
   */
  public static byte[] one(Job job, Optional<String> token, List<String> warnings) {
    return JsonOutput.object(
        generator ->
            JsonOutput.object(
                generator,
                "session",
                target -> {
                  members(target, job);
                  JsonOutput.text(target, "token", token);
                  JsonOutput.texts(target, "warnings", warnings);
                }));
  }

  /** A page of sessions. */
  public static byte[] page(List<Job> jobs, Optional<String> nextCursor) {
    return JsonOutput.object(
        generator -> {
          JsonOutput.objects(generator, "sessions", jobs, SessionJson::members);
          JsonOutput.text(generator, "nextCursor", nextCursor);
        });
  }

  /** A token that was asked for. */
  public static byte[] token(String token, String expires) {
    return JsonOutput.object(
        generator -> {
          generator.writeStringProperty("token", token);
          generator.writeStringProperty("expires", expires);
        });
  }

  /** What a request would do: the plan of its job, and what that is made of. */
  public static byte[] plan(byte[] plan, List<Setting> settings, List<String> warnings) {
    ObjectNode root = StrictJson.read(plan);
    byte[] rest =
        JsonOutput.object(
            generator -> {
              JsonOutput.objects(
                  generator,
                  "settings",
                  settings,
                  (target, setting) -> {
                    target.writeStringProperty("what", setting.what());
                    JsonOutput.text(target, "value", setting.value());
                    target.writeStringProperty("source", setting.source());
                  });
              JsonOutput.texts(generator, "warnings", warnings);
            });
    root.setAll(StrictJson.read(rest));
    return StrictJson.compact(root).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void members(JsonGenerator generator, Job job) {
    List<String> tags = job.specification().tags();
    generator.writeStringProperty("id", job.id().value());
    generator.writeStringProperty(
        "kind", SessionTags.kind(tags).map(JobKind::word).orElse(JobKind.ADHOC.word()));
    JsonOutput.text(generator, "workbench", SessionTags.workbench(tags).map(Workbench::word));
    generator.writeStringProperty("name", job.specification().name());
    generator.writeStringProperty("user", job.owner());
    generator.writeStringProperty("cluster", job.specification().cluster());
    generator.writeStringProperty("status", job.status().state().wireName());
    JsonOutput.text(generator, "statusMessage", job.status().message());
    JsonOutput.text(generator, "statusCode", job.status().code().map(StatusCode::wireName));
    job.status().exitCode().ifPresent(code -> generator.writeNumberProperty("exitCode", code));
    JsonOutput.text(generator, "host", job.status().host());
    SessionTags.port(tags).ifPresent(port -> generator.writeNumberProperty("port", port));
    generator.writeBooleanProperty("ready", ready(job));
    JsonOutput.texts(
        generator, "tags", tags.stream().filter(tag -> !SessionTags.reserved(tag)).toList());
    generator.writeStringProperty("submissionTime", job.submissionTime().toString());
    generator.writeStringProperty("lastUpdateTime", job.lastUpdateTime().toString());
    generator.writeNumberProperty("revision", job.revision());
  }
}
