package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.jobs.Job;
import tools.jackson.databind.JsonNode;

/** Every endpoint that answers at once, over real HTTP. */
final class FrontDoorTest {
  private static final String JOB =
      "{\"job\":{\"name\":\"fit\",\"cluster\":\"Local\",\"exe\":\"/usr/bin/Rscript\","
          + "\"args\":[\"fit.R\",\"\"],\"environment\":[{\"name\":\"TOKEN\",\"value\":\"hunter2\"}],"
          + "\"tags\":[\"night\",\"a, b\"],\"metadata\":{\"ticket\":17.10}}}";

  private TestDoor door;

  @BeforeEach
  void open() {
    door = new TestDoor();
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void statusTellsOfNodeClustersAndPluginsWithoutAuthentication() {
    HttpResponse<String> response = door.send(door.request("/status"));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode status = TestDoor.json(response);
    assertThat(status.path("status").asString()).isEqualTo("Yellow");
    assertThat(status.path("node").path("uptimeSeconds").asLong()).isBetween(5L, 60L);
    assertThat(status.path("clusters").path(1).path("message").asString())
        .isEqualTo("out of reach");
    assertThat(status.path("plugins").path(0).path("state").asString()).isEqualTo("ACTIVE");
    assertThat(status.path("nodes").path(0).path("status").asString()).isEqualTo("Online");
    assertThat(status.has("warnings")).isFalse();
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.equalsIgnoreCase("server"));
  }

  @Test
  void statusIsGreenOrRed() {
    door.clusters.health = List.of(ClusterHealth.GREEN);
    assertThat(TestDoor.json(door.send(door.request("/status"))).path("status").asString())
        .isEqualTo("Green");
    door.clusters.health = List.of(new ClusterHealth(Level.RED, "broken"));
    HttpResponse<String> red = door.send(door.request("/status"));
    assertThat(red.statusCode()).isEqualTo(503);
    assertThat(TestDoor.json(red).path("status").asString()).isEqualTo("Red");
    door.clusters.health = List.of();
    assertThat(
            TestDoor.json(door.send(door.request("/status"))).path("warnings").path(0).asString())
        .isEqualTo("no cluster is configured");
  }

  @Test
  void metricsCountRequests() {
    door.get("alice", "/jobs");
    door.get("alice", "/jobs?limit=0");
    String text = door.send(door.request("/metrics")).body();
    assertThat(text)
        .contains("openlauncher_http_requests_total{code=\"200\",route=\"GET /jobs\"} 1\n")
        .contains("openlauncher_http_requests_total{code=\"400\",route=\"GET /jobs\"} 1\n")
        .contains("openlauncher_http_request_duration_seconds_count{route=\"GET /jobs\"} 2\n")
        .contains("# TYPE openlauncher_jobs gauge\nopenlauncher_jobs{state=\"Running\"} 7\n")
        .contains("openlauncher_jvm_memory_used_bytes{area=\"heap\"} ")
        .contains("openlauncher_uptime_seconds ");
  }

  @Test
  void submitAnswersTheJobAndWhereItIs() {
    HttpResponse<String> response = door.post("alice", "/jobs", JOB);
    assertThat(response.statusCode()).isEqualTo(201);
    JsonNode job = TestDoor.json(response).path("job");
    assertThat(response.headers().firstValue("Location"))
        .contains("/jobs/" + job.path("id").asString());
    assertThat(job.path("user").asString()).isEqualTo("alice");
    assertThat(job.path("status").asString()).isEqualTo("Pending");
    assertThat(job.path("args").toString()).isEqualTo("[\"fit.R\",\"\"]");
    assertThat(response.body()).contains("\"metadata\":{\"ticket\":17.10}");
    assertThat(job.path("submissionTime").asString()).isEqualTo("2026-01-02T03:04:06.678Z");
    assertThat(job.has("exitCode")).isFalse();
    assertThat(door.get("alice", "/jobs/" + job.path("id").asString()).body())
        .isEqualTo(response.body());
  }

  @Test
  void idempotencyKeyAnswersTheFirstJobAgain() {
    HttpResponse<String> first = submitWithKey("key-1", JOB);
    HttpResponse<String> second = submitWithKey("key-1", JOB);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    HttpResponse<String> other = submitWithKey("key-1", JOB.replace("fit.R", "other.R"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(TestDoor.json(other).path("error").path("code").asString())
        .isEqualTo("IdempotencyConflict");
    assertThat(submitWithKey("x".repeat(255), JOB).statusCode()).isEqualTo(201);
    assertThat(submitWithKey("x".repeat(256), JOB).statusCode()).isEqualTo(400);
    assertThat(submitWithKey("two words", JOB).statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> submitWithKey(String key, String body) {
    return door.send(
        door.as("alice", "/jobs")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void dryRunShowsThePlanWithoutSecrets() {
    HttpResponse<String> response = door.post("alice", "/jobs?dryRun=true", JOB);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("hunter2");
    JsonNode plan = TestDoor.json(response).path("plan");
    assertThat(plan.path("environment").toString())
        .isEqualTo("[{\"name\":\"TOKEN\",\"value\":\"***\"}]");
    assertThat(plan.path("document").path("Env").toString()).isEqualTo("[\"TOKEN=***\",\"PLAIN\"]");
    assertThat(plan.path("runAs").path("uid").asLong()).isEqualTo(1001);
    assertThat(TestDoor.json(door.get("alice", "/jobs")).path("jobs").size()).isZero();
  }

  @Test
  void listFiltersProjectsAndPages() {
    for (int number = 1; number <= 5; number++) {
      door.jobs.add(TestDoor.specification("job" + number, number == 5 ? "bob" : "alice"));
    }
    HttpResponse<String> first = door.get("alice", "/jobs?limit=3&fields=name,status");
    assertThat(names(first)).containsExactly("job4", "job3", "job2");
    JsonNode job = TestDoor.json(first).path("jobs").path(0);
    assertThat(job.propertyNames()).containsExactly("id", "name", "status");
    String cursor = TestDoor.json(first).path("nextCursor").asString();
    HttpResponse<String> second = door.get("alice", "/jobs?limit=3&cursor=" + cursor);
    assertThat(names(second)).containsExactly("job1");
    assertThat(TestDoor.json(second).has("nextCursor")).isFalse();
    assertThat(names(door.get("alice", "/jobs?status=running,FINISHED"))).isEmpty();
    assertThat(names(door.get("ada", "/jobs?user=bob"))).containsExactly("job5");
    assertThat(
            names(
                door.get(
                    "alice",
                    "/jobs?startTime=2026-01-02T03:04:07Z&endTime=2026-01-02T04:04:08%2B01:00")))
        .containsExactly("job2");
    assertThat(door.get("alice", "/jobs?user=bob").statusCode()).isEqualTo(403);
  }

  @Test
  void tagsMustAllMatchAndMayHoldCommas() {
    door.post("alice", "/jobs", JOB);
    assertThat(names(door.get("alice", "/jobs?tags=a,%20b&tags=night"))).containsExactly("fit");
    assertThat(names(door.get("alice", "/jobs?tags=night&tags=day"))).isEmpty();
  }

  private static List<String> names(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return StreamSupport.stream(TestDoor.json(response).path("jobs").spliterator(), false)
        .map(job -> job.path("name").asString())
        .toList();
  }

  @Test
  void entityTagsSpareAnswersThatDidNotChange() {
    Job job = door.jobs.add(TestDoor.specification("one", "alice"));
    for (String path : List.of("/jobs", "/jobs/" + job.id())) {
      String tag = door.get("alice", path).headers().firstValue("ETag").orElseThrow();
      HttpResponse<String> same = ifNoneMatch("alice", path, "\"other\", W/" + tag);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(same.headers().firstValue("ETag")).contains(tag);
      assertThat(ifNoneMatch("ada", path, tag).statusCode()).isEqualTo(200);
      assertThat(ifNoneMatch("alice", path + "?fields=id", tag).statusCode()).isEqualTo(200);
      door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
      assertThat(ifNoneMatch("alice", path, tag).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> ifNoneMatch(String user, String path, String tag) {
    return door.send(door.as(user, path).header("If-None-Match", tag));
  }

  @Test
  void controlAnswersItsOutcomeOrWhyNot() {
    String path =
        "/jobs/" + door.jobs.add(TestDoor.specification("one", "alice")).id() + "/control";
    HttpResponse<String> done = door.post("alice", path, "{\"operation\":\"cancel\"}");
    assertThat(done.body()).isEqualTo("{\"statusMessage\":\"\",\"operationComplete\":true}");
    assertThat(door.post("alice", path, "{\"operation\":\"kill\"}").statusCode()).isEqualTo(409);
    assertThat(door.post("alice", path, "{\"operation\":\"suspend\"}").statusCode()).isEqualTo(501);
    HttpResponse<String> wrong = door.post("alice", path, "{\"operation\":\"explode\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("suspend, resume, stop, kill, cancel");
  }

  @Test
  void networkAndExplanation() {
    Job job = door.jobs.add(TestDoor.specification("one", "alice"));
    String path = "/jobs/" + job.id();
    assertThat(door.get("alice", path + "/network").statusCode()).isEqualTo(409);
    door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING));
    assertThat(door.get("alice", path + "/network").body())
        .isEqualTo(
            "{\"host\":\"node1\",\"ipAddresses\":[\"10.0.0.1\"],\"endpoints\":[\"node1:30000\"],"
                + "\"exposedPorts\":[{\"targetPort\":80,\"publishedPort\":30000,"
                + "\"protocol\":\"TCP\"}]}");
    assertThat(door.get("alice", path + "/explain").body())
        .isEqualTo(
            "{\"summary\":\"It waits.\",\"reasons\":[\"Priority\"],"
                + "\"advice\":[\"Ask for less.\"]}");
  }

  @Test
  void clustersAreDescribedAlsoWhereOneIsAway() {
    JsonNode clusters = TestDoor.json(door.get("alice", "/clusters")).path("clusters");
    assertThat(clusters.path(0).path("defaultQueue").asString()).isEqualTo("short");
    assertThat(clusters.path(0).path("supportsContainers").asBoolean()).isFalse();
    assertThat(clusters.path(0).path("features").path(0).asString()).isEqualTo("resourceUse");
    assertThat(clusters.path(1).path("error").path("code").asString())
        .isEqualTo("ClusterUnavailable");
    JsonNode local = TestDoor.json(door.get("alice", "/clusters/Local"));
    assertThat(local.path("cluster").path("resourceLimits").path(0).path("maxValue").asString())
        .isEqualTo("4096");
    HttpResponse<String> away = door.get("alice", "/clusters/Slurm");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    assertThat(door.get("alice", "/clusters/none").statusCode()).isEqualTo(404);
  }

  @Test
  void headAnswersAsGetWithoutItsBody() {
    door.jobs.add(TestDoor.specification("one", "alice"));
    HttpResponse<String> get = door.get("alice", "/jobs");
    HttpResponse<String> head = head("/jobs");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(get.headers().firstValue("Content-Length"));
    assertThat(head("/jobs/status").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> head(String path) {
    return door.send(door.as("alice", path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404, NotFound",
    "GET, /job, 404, NotFound",
    "GET, /jobs/, 404, NotFound",
    "GET, /nothing-here, 404, NotFound",
    "GET, /jobs/01hzz000000000000000000099, 404, JobNotFound",
    "GET, /jobs/nonsense, 404, JobNotFound",
    "DELETE, /jobs, 405, MethodNotAllowed",
    "POST, /status, 405, MethodNotAllowed",
    "GET, /jobs?limit=1001, 400, InvalidRequest",
    "GET, /jobs?sort=shape, 400, InvalidRequest",
    "GET, /jobs?startTime=2026-01-01, 400, InvalidRequest",
    "GET, /jobs?startTime=2026-01-01T00:00:00, 400, InvalidRequest",
    "GET, /jobs?status=Done, 400, InvalidRequest",
    "GET, /jobs?limit=1&limit=2, 400, InvalidRequest",
  })
  void errorsAreJsonWithCodeAndNumber(String method, String path, int status, String code) {
    HttpResponse<String> response =
        door.send(door.as("alice", path).method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(TestDoor.json(response).path("error").path("code").asString()).isEqualTo(code);
    assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
  }

  @Test
  void unknownParametersAndFieldsAreToldWithTheKnownOnes() {
    assertThat(door.get("alice", "/jobs?statsu=Running").body())
        .contains("nearest known one is status")
        .contains("startTime");
    assertThat(door.get("alice", "/jobs?fields=id,stauts").body())
        .contains("the nearest known one is \\\"status\\\"")
        .contains("submissionTime");
  }

  @Test
  void anUnexpectedFailureIsAnIncidentWithoutItsInsides() {
    HttpResponse<String> response =
        door.post("alice", "/jobs", JOB.replace("\"fit\"", "\"" + FakeJobs.BROKEN_JOB + "\""));
    assertThat(response.statusCode()).isEqualTo(500);
    JsonNode error = TestDoor.json(response).path("error");
    assertThat(error.path("code").asString()).isEqualTo("Unknown");
    assertThat(error.path("detail").path("incident").asString()).hasSize(12);
    assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void anAnswerThatDoesNotComeIsATimeout() {
    long start = System.nanoTime();
    HttpResponse<String> response =
        door.post("alice", "/jobs", JOB.replace("\"fit\"", "\"" + FakeJobs.SLOW_JOB + "\""));
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(TestDoor.json(response).path("error").path("number").asInt()).isEqualTo(5);
  }

  @Test
  void everythingWrongWithAJobIsToldAtOnce() {
    HttpResponse<String> response =
        door.post(
            "alice",
            "/jobs",
            "{\"job\":{\"cluster\":\"Local\",\"exe\":\"x\",\"args\":[\"a\",\"b\",7],\"nmae\":\"n\","
                + "\"status\":\"Running\"}}");
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode detail = TestDoor.json(response).path("error").path("detail");
    assertThat(detail.path("problems").toString())
        .contains("$.job.args[2]: expected a string, found the number 7")
        .contains("$.job.name: expected a text that is not empty, found nothing")
        .contains("nearest known one is \\\"name\\\"")
        .contains("$.job.status: is set by the launcher");
  }
}
