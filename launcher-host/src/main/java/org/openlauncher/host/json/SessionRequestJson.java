package org.openlauncher.host.json;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.sessions.SessionRequest;
import org.openlauncher.sessions.SessionTags;

/** Reads {@code {"session": {...}}} and {@code {"adhoc": {...}}}. */
public final class SessionRequestJson {
  private static final long GREATEST_PORT = 65_535;
  private static final String SESSION = "session";
  private static final String ADHOC = "adhoc";

  private final JsonObject members;

  private SessionRequestJson(JsonObject members) {
    this.members = members;
  }

  /**
   * Reads a request.
   *
   * @param defaultUser the owner where the request names none
   */
  public static SessionRequest read(byte[] body, String defaultUser) {
    Problems problems = new Problems();
    JsonObject root = JsonObject.fromClient(StrictJson.read(body), problems);
    Optional<JsonObject> session = root.object(SESSION);
    Optional<JsonObject> adhoc = root.object(ADHOC);
    if (root.has(SESSION) == root.has(ADHOC)) {
      root.problem(
          "expected one of session and adhoc, found " + (root.has(SESSION) ? "both" : "neither"));
    }
    root.refuseUnknown();
    Optional<SessionRequest> request =
        session
            .map(members -> new SessionRequestJson(members).session(defaultUser))
            .or(() -> adhoc.map(members -> new SessionRequestJson(members).adhoc(defaultUser)));
    problems.refuse();
    return request.orElseThrow();
  }

  /** A request as text that is equal for equal requests. */
  public static String text(SessionRequest request) {
    return JsonOutput.objectText(
        generator -> {
          JsonOutput.text(generator, "workbench", request.workbench().map(Workbench::word));
          JsonOutput.text(generator, "image", request.image());
          request.port().ifPresent(port -> generator.writeNumberProperty("port", port));
          JsonOutput.text(generator, "basePath", request.basePath());
          JsonOutput.text(generator, "script", request.script());
          generator.writeStringProperty("job", JobSpecificationJson.write(request.job()));
        });
  }

  private SessionRequest session(String defaultUser) {
    String word = members.requiredText("workbench");
    Optional<Workbench> workbench = Workbench.parse(word);
    if (workbench.isEmpty() && !word.isEmpty()) {
      members.problem(
          "workbench",
          "expected one of "
              + Arrays.stream(Workbench.values())
                  .map(Workbench::word)
                  .collect(Collectors.joining(", "))
              + ", found "
              + JsonObject.quote(word));
    }
    Optional<Integer> port = members.wholeNumber("port", 1, GREATEST_PORT).map(Long::intValue);
    String basePath = members.text("basePath").orElse("/");
    if (!basePath.matches("/([A-Za-z0-9._~-]+/)*")) {
      members.problem(
          "basePath",
          "expected a path that begins and ends with a slash, of letters, digits and . _ ~ -,"
              + " found "
              + JsonObject.quote(basePath));
    }
    JobSpecification job = common(defaultUser).build();
    members.refuseUnknown();
    return new SessionRequest(
        // Without one, a problem is noted, and nobody sees what is returned.
        Optional.of(workbench.orElse(Workbench.RSTUDIO)),
        members.text("image"),
        port,
        basePath,
        Optional.empty(),
        job);
  }

  private SessionRequest adhoc(String defaultUser) {
    JobSpecification.Builder job = common(defaultUser).args(members.texts("args"));
    Optional<String> command = members.text("command");
    Optional<String> exe = members.text("exe");
    Optional<String> script = members.text("script");
    List<Optional<String>> ways = List.of(command, exe, script);
    if (ways.stream().filter(Optional::isPresent).count() != 1) {
      members.problem("expected exactly one of command, exe and script");
    } else {
      command.ifPresent(job::command);
      exe.ifPresent(job::exe);
    }
    members.text("stdin").ifPresent(job::stdin);
    members.text("stdoutFile").ifPresent(job::stdoutFile);
    members.text("stderrFile").ifPresent(job::stderrFile);
    Optional<String> image = members.text("image");
    JobSpecification built = job.build();
    members.refuseUnknown();
    return new SessionRequest(Optional.empty(), image, Optional.empty(), "/", script, built);
  }

  private JobSpecification.Builder common(String defaultUser) {
    JobSpecification.Builder job =
        JobSpecification.builder(
            members.text("name").orElse(""),
            members.text("user").orElse(defaultUser),
            members.text("cluster").orElse(""));
    members.text("group").ifPresent(job::group);
    members.text("workingDirectory").ifPresent(job::workingDirectory);
    members.text("resourceProfile").ifPresent(job::resourceProfile);
    job.environment(JobSpecificationReader.environment(members))
        .queues(members.texts("queues"))
        .resourceLimits(members.objects("resourceLimits", JobSpecificationReader::resourceLimit))
        .placementConstraints(
            members.objects("placementConstraints", JobSpecificationReader::placementConstraint))
        .config(members.objects("config", JobSpecificationReader::config))
        .tags(tags());
    members.anyObject("metadata").ifPresent(job::metadata);
    members.has("image");
    JobSpecification read = job.build();
    JobSpecificationRules.checkMembers(read, members);
    return job;
  }

  private List<String> tags() {
    List<String> tags = members.texts("tags");
    for (int index = 0; index < tags.size(); index++) {
      if (SessionTags.reserved(tags.get(index))) {
        members.problem(
            "tags[" + index + "]",
            JsonObject.quote(tags.get(index)) + " is a tag that only the launcher gives");
      }
    }
    return tags;
  }
}
