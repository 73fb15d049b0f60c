package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.config.Problems;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;
import org.openlauncher.sessions.SessionComposer;

/** The limits of profiles, asked for over HTTP of a launcher with two clusters. */
class AdmissionTest {
  private static final String BODY = "{\"job\":{\"name\":\"j\",\"cluster\":\"%s\",\"exe\":\"/x\"}}";

  private static final String FARM = BODY.formatted("Farm");

  @TempDir private Path folder;
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private TestLauncher launcher;
  private TestDoor door;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("launcher.farm.profiles.conf"),
        "[*]\nmax-running-jobs=7\n[bob]\nmax-running-jobs=2\n");
    open(new TestLauncher(folder, "", "Farm", "Other"));
  }

  private void open(TestLauncher started) {
    launcher = started;
    launcher.arrive(plugin);
    door = new TestDoor(launcher.jobs, launcher.plugins);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                launcher.plugins.overview().stream()
                    .allMatch(cluster -> cluster.health().level().wireName().equals("Green")));
  }

  @AfterEach
  void stop() {
    door.close();
    launcher.close();
  }

  private CompletableFuture<HttpResponse<String>> submit(String user, String cluster) {
    return door.client.sendAsync(
        door.as(user, "/jobs")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(cluster)))
            .timeout(Duration.ofMinutes(1))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<HttpResponse<String>> submitAtOnce(int count, String user, String cluster) {
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      asked.add(submit(user, cluster));
    }
    return asked.stream().map(TestLauncher::soon).toList();
  }

  private static Map<Integer, Long> byStatus(List<HttpResponse<String>> answers) {
    return answers.stream()
        .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
  }

  private static JobId idOf(HttpResponse<String> answer) {
    return new JobId(TestDoor.json(answer).path("job").path("id").stringValue());
  }

  private List<JobId> submitted(List<HttpResponse<String>> answers) {
    return answers.stream()
        .filter(answer -> answer.statusCode() == 201)
        .map(AdmissionTest::idOf)
        .toList();
  }

  private void end(JobId id) {
    plugin.cluster("Farm").report(id, JobStatus.of(JobState.FINISHED));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> launcher.job(id).status().state() == JobState.FINISHED);
  }

  @Test
  void twoHundredAtOnceDoNotGetPastTheQuota() {
    List<HttpResponse<String>> alices = submitAtOnce(200, "alice", "Farm");
    List<HttpResponse<String>> bobs = submitAtOnce(50, "bob", "Farm");

    assertThat(byStatus(alices)).isEqualTo(Map.of(201, 7L, 429, 193L));
    assertThat(byStatus(bobs)).isEqualTo(Map.of(201, 2L, 429, 48L));
    assertThat(byStatus(submitAtOnce(20, "alice", "Other")))
        .as("another cluster, whose profiles say nothing")
        .isEqualTo(Map.of(201, 20L));
    assertThat(plugin.cluster("Farm").starts()).hasSize(9);
    assertThat(TestDoor.json(TestLauncher.soon(submit("bob", "Farm"))).path("error").toString())
        .isEqualTo(
            TestDoor.JSON
                .readTree(
                    """
                    {"code":"QuotaExceeded","number":103,"message":"bob has 2 jobs at cluster Farm that have not ended, and may have 2 (max-running-jobs, %1$s); try again when one has ended.","detail":{"limit":"max-running-jobs","maximum":2,"source":"%1$s","value":3}}
                    """
                        .formatted(folder.resolve("launcher.farm.profiles.conf") + ":4"))
                .toString());
  }

  @Test
  void placeIsFreeAgainWhenAJobHasEnded() {
    List<JobId> jobs = submitted(submitAtOnce(20, "alice", "Farm"));
    end(jobs.get(0));
    end(jobs.get(1));

    assertThat(byStatus(submitAtOnce(20, "alice", "Farm"))).isEqualTo(Map.of(201, 2L, 429, 18L));
  }

  @Test
  void refusedLaunchTakesNoPlace() {
    for (int index = 0; index < 20; index++) {
      plugin
          .cluster("Farm")
          .submit
          .once(
              request -> {
                throw new LauncherException(ErrorCode.INVALID_REQUEST, "not this one");
              });
    }

    assertThat(submitAtOnce(7, "alice", "Farm"))
        .extracting(HttpResponse::statusCode)
        .containsOnly(400);
    assertThat(submitAtOnce(7, "alice", "Farm"))
        .extracting(HttpResponse::statusCode)
        .containsOnly(400);
  }

  @Test
  void jobsOfAnEarlierLauncherCount() {
    List<JobId> jobs = submitted(submitAtOnce(5, "alice", "Farm"));
    end(jobs.get(0));
    door.close();
    open(launcher.restart());

    assertThat(byStatus(submitAtOnce(20, "alice", "Farm"))).isEqualTo(Map.of(201, 3L, 429, 17L));
  }

  private HttpResponse<String> submitWith(String key, String path, String body) {
    return door.send(
        door.as("bob", path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void sameRequestAgainIsAnsweredAlsoWhereNoPlaceIsLeft() {
    Function<String, HttpResponse<String>> submit = key -> submitWith(key, "/jobs", FARM);
    HttpResponse<String> first = submit.apply("k1");
    HttpResponse<String> second = submit.apply("k2");

    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(submit.apply("k3").statusCode()).isEqualTo(429);
    assertThat(submit.apply("k1").statusCode()).isEqualTo(200);
    assertThat(idOf(submit.apply("k1"))).isEqualTo(idOf(first));
  }

  @Test
  void sameRequestAgainIsAnsweredAlsoWhereItIsNotPermittedAnyMore() throws IOException {
    String body =
        FARM.replace("}}", ",\"resourceLimits\":[{\"type\":\"wallTime\",\"value\":\"60\"}]}}");
    HttpResponse<String> first = submitWith("k1", "/jobs", body);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    Files.writeString(folder.resolve("launcher.farm.profiles.conf"), "[*]\nmax-time=1\n");
    Problems problems = new Problems();
    launcher.plugins.renewal().rereadLimits(problems).run();
    assertThat(problems.list()).isEmpty();

    assertThat(submitWith("k2", "/jobs", body).statusCode()).isEqualTo(400);
    HttpResponse<String> again = submitWith("k1", "/jobs", body);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(idOf(again)).isEqualTo(idOf(first));
    assertThat(submitWith("k1", "/jobs", FARM).statusCode()).as("another request").isEqualTo(409);
    assertThat(plugin.cluster("Farm").starts()).hasSize(1);
  }

  @Test
  void sameSessionAgainIsAnsweredWhateverSessionsAreMadeFromByNow() throws IOException {
    SessionComposer enabled = TestSessions.composer();
    AtomicReference<SessionComposer> sessions = new AtomicReference<>(enabled);
    door.close();
    door = new TestDoor(launcher.jobs, launcher.plugins, sessions::get);
    String lab = "{\"session\":{\"workbench\":\"JupyterLab\",\"cluster\":\"Farm\"}}";
    HttpResponse<String> first = submitWith("k1", "/sessions", lab);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    sessions.set(enabled.with(TestSessions.read(folder)));

    assertThat(submitWith("k2", "/sessions", lab).statusCode()).isEqualTo(501);
    HttpResponse<String> again = submitWith("k1", "/sessions", lab);
    assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
    assertThat(TestDoor.json(again).path("session").path("id"))
        .isEqualTo(TestDoor.json(first).path("session").path("id"));
    assertThat(submitWith("k1", "/sessions", lab.replace("}}", ",\"port\":6000}}")).statusCode())
        .as("another request")
        .isEqualTo(409);
    assertThat(plugin.cluster("Farm").starts()).hasSize(1);
  }

  @Test
  void userIsToldOfTheQuota() {
    assertThat(
            TestDoor.json(door.get("bob", "/clusters/Farm"))
                .path("cluster")
                .path("maxRunningJobs")
                .intValue())
        .isEqualTo(2);
    assertThat(
            TestDoor.json(door.get("bob", "/clusters/Other")).path("cluster").has("maxRunningJobs"))
        .isFalse();
  }
}
