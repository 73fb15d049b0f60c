package org.openlauncher.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.daemon.LauncherConversation;
import org.openlauncher.daemon.LauncherConversation.Answer;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.verify.Step.Outcome;
import tools.jackson.databind.JsonNode;

/** Starts real jobs on one cluster as one user, and ends them. */
final class JobSteps {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int NOT_KNOWN = 401;
  private static final int NOT_SUPPORTED = 501;
  private static final Set<String> ENDS = Set.of("Finished", "Failed", "Killed", "Canceled");

  /** Constant: nothing of the user's or the cluster's is in it. */
  private static final String PROBE =
      "id -u; id -g; cd && pwd && t=$(mktemp ./.launcher-verify.XXXXXX) && rm \"$t\" && echo writable";

  private final LauncherConversation launcher;
  private final ServiceAccount user;
  private final String cluster;
  private final Optional<String> adhocImage;
  private final ConfigurationFolder folder;
  private final Report report;

  /**
   * @param adhocImage of ad-hoc jobs where the cluster runs containers and the user has no default
   * @param folder where the configuration is, for advice
   */
  JobSteps(
      LauncherConversation launcher,
      ServiceAccount user,
      String cluster,
      Optional<String> adhocImage,
      ConfigurationFolder folder,
      Report report) {
    this.launcher = launcher;
    this.user = user;
    this.cluster = cluster;
    this.adhocImage = adhocImage;
    this.folder = folder;
    this.report = report;
  }

  void run(TestKind kind) {
    try {
      if (kind == TestKind.ADHOC_JOBS) {
        adhoc();
        stop();
      }
      for (Workbench workbench : kind.workbenches()) {
        session(workbench);
      }
    } catch (IOException silent) {
      report.failed(
          name(kind.word()),
          "the launcher does not answer: " + silent.getMessage(),
          "see its log; run: sudo rstudio-launcher status");
    }
  }

  private String name(String what) {
    return what + " on " + cluster;
  }

  private void adhoc() throws IOException {
    report.begin();
    Optional<JsonNode> started = start("adhoc", Map.of("command", PROBE), name("ad-hoc job"));
    if (started.isEmpty()) {
      return;
    }
    String id = started.get().path("id").asString("");
    Optional<JsonNode> ended = await(id, JobSteps::over);
    if (!runs(id, ended, name("ad-hoc job runs"))) {
      return;
    }
    String output = launcher.text("/jobs/" + id + "/output?type=stdout");
    List<String> lines = output.lines().toList();
    if (lines.size() < 2) {
      report.failed(
          name("output comes back"),
          "expected four lines, found " + lines.size(),
          "see curl .../jobs/" + id + "/output");
      return;
    }
    report.passed(name("output comes back"));
    boolean ids =
        lines.get(0).equals(Long.toString(user.userId()))
            && lines.get(1).equals(Long.toString(user.groupId()));
    if (ids) {
      report.passed(name("runs as " + user.name()));
    } else {
      report.failed(
          name("runs as " + user.name()),
          "expected ids "
              + user.userId()
              + " and "
              + user.groupId()
              + ", found "
              + lines.get(0)
              + " and "
              + lines.get(1),
          "start the launcher as root: sudo rstudio-launcher restart");
    }
    if (lines.contains("writable")) {
      report.passed(name("home folder is there and writable"));
    } else {
      report.failed(
          name("home folder is there and writable"),
          user.home() + " is missing or can't be written by " + user.name(),
          homeRemedy());
    }
  }

  /** Where a job starts that names no folder. */
  private boolean homeIsClosed(JsonNode job) {
    return job.path("statusMessage").asString("").contains(" " + user.home() + " ");
  }

  private String homeRemedy() throws IOException {
    return containers()
        ? "add a mount of /home/{USER} at its own path, for ad-hoc jobs too, to "
            + folder.file("launcher-mounts")
        : "mount it there, or run: sudo install -d -m 700 -o %s -g %d %s"
            .formatted(user.name(), user.groupId(), user.home());
  }

  private boolean containers() throws IOException {
    return information().path("supportsContainers").asBoolean(false);
  }

  private JsonNode information() throws IOException {
    return launcher.get("/clusters/" + cluster).body().path("cluster");
  }

  private void stop() throws IOException {
    report.begin();
    Optional<JsonNode> started =
        start("adhoc", Map.of("exe", "sleep", "args", List.of("600")), name("job to be stopped"));
    if (started.isEmpty()) {
      return;
    }
    String id = started.get().path("id").asString("");
    Optional<JsonNode> seen =
        await(id, job -> job.path("status").asString("").equals("Running") || over(job));
    if (seen.filter(job -> !over(job)).isEmpty()) {
      report.failed(
          name("job to be stopped"),
          seen.map(job -> "it did not run: " + job.path("statusMessage").asString(""))
              .orElse("it did not run in time"),
          seen.isPresent() ? remedy(id, seen.get()) : explain(id));
      end(id);
      return;
    }
    ends(id, name("job stops when told"));
  }

  private void ends(String id, String name) throws IOException {
    Answer told = launcher.delete("/sessions/" + id);
    if (!told.failed() && await(id, JobSteps::over).filter(JobSteps::over).isPresent()) {
      report.passed(name);
      return;
    }
    report.failed(
        name, told.failed() ? told.message() : "it did not end in time", "it is killed now");
    launcher.delete("/sessions/" + id + "?force=true");
  }

  private void end(String id) throws IOException {
    launcher.delete("/sessions/" + id + "?force=true");
  }

  private void session(Workbench workbench) throws IOException {
    report.begin();
    String name = name(workbench.word() + " session");
    Optional<JsonNode> started = start("session", Map.of("workbench", workbench.word()), name);
    if (started.isEmpty()) {
      return;
    }
    String id = started.get().path("id").asString("");
    for (JsonNode warning : started.get().path("warnings")) {
      report.failed(name, warning.asString(""), "add the entry to launcher-mounts");
    }
    Optional<JsonNode> seen =
        await(id, job -> job.path("statusCode").asString("").equals("Ready") || over(job));
    JsonNode job = seen.orElse(started.get());
    if (job.path("statusCode").asString("").equals("Ready")) {
      report.passed(name + " answers", job.path("statusMessage").asString(""));
      ends(id, name + " stops when told");
    } else if (job.path("statusCode").asString("").equals("CommandNotFound")) {
      report.add(
          name,
          Outcome.MISSING,
          "its program is not installed there: " + job.path("statusMessage").asString(""),
          "install it, or name its place in the configuration; the launcher itself is fine");
    } else {
      report.failed(
          name + " answers",
          over(job) ? "it ended: " + howItEnded(id, job) : "its port does not answer",
          over(job) ? remedy(id, job) : "see its output: /jobs/" + id + "/output");
      end(id);
    }
  }

  /** What its program said last stands behind its exit code; one that never ran said nothing. */
  private String howItEnded(String id, JsonNode job) throws IOException {
    String status = job.path("status").asString("");
    if (!status.equals("Finished")) {
      return status + " " + job.path("statusMessage").asString("");
    }
    List<String> lines =
        launcher
            .text("/jobs/" + id + "/output?type=stderr")
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return status
        + " "
        + job.path("exitCode").asString("")
        + (lines.isEmpty() ? "" : " (" + lines.get(lines.size() - 1).strip() + ")");
  }

  private String remedy(String id, JsonNode job) throws IOException {
    return homeIsClosed(job) ? homeRemedy() : explain(id);
  }

  private Optional<JsonNode> start(String kind, Map<String, Object> members, String name)
      throws IOException {
    Map<String, Object> request = new HashMap<>(members);
    request.put("cluster", cluster);
    request.put("name", "verify-installation");
    if (kind.equals("adhoc") && containers() && !information().has("defaultImage")) {
      adhocImage.ifPresent(image -> request.put("image", image));
    }
    Answer answer = launcher.post("/sessions", Map.of(kind, request));
    if (answer.status() == NOT_SUPPORTED) {
      report.add(name, Outcome.SKIPPED, answer.message(), "");
      return Optional.empty();
    }
    if (answer.failed()) {
      report.failed(
          name,
          answer.message(),
          answer.status() == NOT_KNOWN
              ? "the launcher goes by another secure-cookie-key than the file; run: sudo"
                  + " rstudio-launcher restart"
              : "");
      return Optional.empty();
    }
    return Optional.of(answer.body().path("session"));
  }

  private boolean runs(String id, Optional<JsonNode> job, String name) throws IOException {
    boolean finished =
        job.map(seen -> seen.path("status").asString("").equals("Finished")).orElse(false);
    if (finished) {
      report.passed(name);
    } else {
      report.failed(
          name,
          job.map(
                  seen ->
                      seen.path("status").asString("")
                          + " "
                          + seen.path("statusMessage").asString(""))
              .orElse("it did not end in time"),
          job.isPresent() ? remedy(id, job.get()) : explain(id));
      end(id);
    }
    return finished;
  }

  private String explain(String id) throws IOException {
    Answer answer = launcher.get("/jobs/" + id + "/explain");
    JsonNode advice = answer.body().path("advice").path(0);
    return advice.isMissingNode()
        ? answer.body().path("summary").asString("")
        : advice.asString("");
  }

  private static boolean over(JsonNode job) {
    return ENDS.contains(job.path("status").asString(""));
  }

  /** The session as it was last seen; empty where it could not be seen. */
  private Optional<JsonNode> await(String id, Predicate<JsonNode> condition) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<JsonNode> seen = Optional.empty();
    while (System.nanoTime() < end) {
      Answer answer = launcher.get("/sessions/" + id);
      if (answer.failed()) {
        return seen;
      }
      seen = Optional.of(answer.body().path("session"));
      if (condition.test(seen.get())) {
        return seen;
      }
      try {
        Thread.sleep(PAUSE.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return seen;
      }
    }
    return seen;
  }
}
