package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.host.http.FrontDoorSettings.MetricsAccess;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.json.JobField;
import tools.jackson.databind.JsonNode;

/** {@code openapi.json} says what the code does: no more, and no less. */
final class OpenApiTest {
  private static final String FULL_JOB =
      "{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"group\":\"g\",\"exe\":\"x\",\"args\":[\"a\"],"
          + "\"environment\":[{\"name\":\"A\",\"value\":\"b\"}],\"stdin\":\"i\","
          + "\"stdoutFile\":\"/o\",\"stderrFile\":\"/e\",\"workingDirectory\":\"/w\","
          + "\"queues\":[\"q\"],\"resourceProfile\":\"custom\","
          + "\"resourceLimits\":[{\"type\":\"memory\",\"value\":\"1\"}],"
          + "\"placementConstraints\":[{\"name\":\"p\",\"value\":\"v\"}],"
          + "\"config\":[{\"name\":\"c\",\"valueType\":\"int\",\"value\":\"1\"}],"
          + "\"container\":{\"image\":\"i\",\"runAsUserId\":1,\"runAsGroupId\":1,"
          + "\"supplementalGroupIds\":[1],\"createUser\":true},"
          + "\"exposedPorts\":[{\"targetPort\":1,\"publishedPort\":2,\"protocol\":\"UDP\"}],"
          + "\"mounts\":[{\"mountPath\":\"/m\",\"name\":\"n\",\"readOnly\":true,"
          + "\"mountSource\":{\"type\":\"host\",\"source\":{\"path\":\"/p\"}}}],"
          + "\"tags\":[\"t\"],\"metadata\":{\"k\":[1]},\"user\":\"alice\"}}";

  private final JsonNode description = TestDoor.JSON.readTree(resource());
  private final SchemaCheck check = new SchemaCheck(description);

  private static byte[] resource() {
    try (var stream = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return stream == null ? new byte[0] : stream.readAllBytes();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  static List<Route> routes() {
    FakeJobs jobs = new FakeJobs();
    TestDoor.FakeClusters clusters = new TestDoor.FakeClusters();
    Supplier<NodeOverview> node =
        () -> {
          throw new IllegalStateException("not asked");
        };
    return RouteTable.of(
        new NodeStatus(clusters, node, true, Clock.systemUTC()),
        List.of(),
        MetricsAccess.EVERYBODY,
        new ClusterEndpoints(clusters),
        new PluginEndpoints(
            new FakePlugins(), clusters, new BoundedUserDirectory(new TestDoor.FakeUsers())),
        new JobEndpoints(jobs, gatekeeper()),
        new StreamEndpoints(jobs),
        new SessionEndpoints(TestSessions::composer, jobs, clusters, gatekeeper(), Set.of()));
  }

  private static Gatekeeper gatekeeper() {
    return new Gatekeeper(TestDoor.settings(), new BoundedUserDirectory(new TestDoor.FakeUsers()));
  }

  @Test
  void everyAnswerAboutSessionsIsAsDescribed() {
    String request =
        """
        {"session": {"workbench": "JupyterLab", "name": "n", "cluster": "Local", "port": 8899,
         "basePath": "/s/1/", "environment": [{"name": "A", "value": "b"}], "tags": ["t"]}}
        """;
    try (TestDoor door = new TestDoor()) {
      assertThat(check.misfits(TestDoor.JSON.readTree(request), "SessionSubmitRequest")).isEmpty();
      JsonNode started = TestDoor.json(door.post("alice", "/sessions", request));
      assertFits(started, "SessionAnswer");
      String session = "/sessions/" + started.path("session").path("id").asString();
      assertFits(
          TestDoor.json(door.post("alice", "/sessions?dryRun=1", request)), "SessionPlanAnswer");
      assertFits(TestDoor.json(door.get("alice", "/sessions")), "SessionPage");
      assertFits(TestDoor.json(door.get("alice", session)), "SessionAnswer");
      assertFits(TestDoor.json(door.post("alice", session + "/token", "")), "SessionTokenAnswer");
      assertFits(TestDoor.json(door.send(door.as("alice", session).DELETE())), "ControlAnswer");
    }
  }

  @Test
  void pathsMethodsAndParametersAreThoseOfTheRouteTable() {
    Map<String, Set<String>> described = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        described.put(
            method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            parameters(method.getValue(), "query"));
        assertThat(parameters(method.getValue(), "path"))
            .as(path.getKey())
            .isEqualTo(
                Stream.of(path.getKey().split("/", -1))
                    .filter(part -> part.startsWith("{"))
                    .map(part -> part.substring(1, part.length() - 1))
                    .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    Map<String, Set<String>> served = new TreeMap<>();
    for (Route route : routes()) {
      served.put(
          route.method() + " " + route.template(),
          route.parameters().stream()
              .map(QueryParameter::wireName)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    assertThat(described).isEqualTo(served);
  }

  private Set<String> parameters(JsonNode operation, String place) {
    return operation
        .path("parameters")
        .valueStream()
        .map(
            parameter ->
                parameter.has("$ref")
                    ? description.at(parameter.path("$ref").asString().substring(1))
                    : parameter)
        .filter(parameter -> parameter.path("in").asString().equals(place))
        .map(parameter -> parameter.path("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void onlyOpenRoutesWantNoCredential() {
    for (Route route : routes()) {
      JsonNode security =
          description
              .path("paths")
              .path(route.template())
              .path(route.method().name().toLowerCase(Locale.ROOT))
              .path("security");
      assertThat(security.isEmpty())
          .as(route.template())
          .isEqualTo(route.access() == Route.Access.OPEN);
    }
  }

  @Test
  void theWordsAreThoseOfTheCode() {
    assertThat(propertiesOf("Job"))
        .containsExactlyInAnyOrderElementsOf(
            JobField.ALL.stream().map(JobField::wireName).toList());
    assertThat(words("Job", "status"))
        .containsExactlyElementsOf(
            Arrays.stream(JobState.values()).map(JobState::wireName).toList());
    assertThat(words("Job", "statusCode"))
        .containsExactlyElementsOf(
            Arrays.stream(StatusCode.values()).map(StatusCode::wireName).toList());
    assertThat(words("ErrorDetail", "code"))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList());
    assertThat(words("ErrorDetail", "number"))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(code -> "" + code.number()).toList());
  }

  private List<String> propertiesOf(String schema) {
    return List.copyOf(
        description.at("/components/schemas/" + schema + "/properties").propertyNames());
  }

  private List<String> words(String schema, String member) {
    return description
        .at("/components/schemas/" + schema + "/properties/" + member + "/enum")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> dangling = new ArrayList<>();
    description
        .findValues("$ref")
        .forEach(
            reference -> {
              if (description.at(reference.asString().substring(1)).isMissingNode()) {
                dangling.add(reference.asString());
              }
            });
    assertThat(dangling).isEmpty();
    assertThat(description.findValues("$ref")).hasSizeGreaterThan(50);
  }

  @Test
  void whatMayBeSubmittedIsAllThatIsDescribed() {
    try (TestDoor door = new TestDoor()) {
      JsonNode job = TestDoor.JSON.readTree(FULL_JOB).path("job");
      assertThat(check.misfits(job, "JobSubmission")).isEmpty();
      List<String> described = new ArrayList<>(propertiesOf("JobSubmission"));
      described.remove("command");
      assertThat(job.propertyNames()).containsExactlyInAnyOrderElementsOf(described);
      assertThat(door.post("alice", "/jobs", FULL_JOB).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void everyAnswerIsAsDescribed() {
    try (TestDoor door = new TestDoor()) {
      JsonNode submitted = TestDoor.json(door.post("alice", "/jobs", FULL_JOB));
      assertFits(submitted, "JobAnswer");
      assertFits(TestDoor.json(door.post("alice", "/jobs?dryRun=1", FULL_JOB)), "PlanAnswer");
      String job = "/jobs/" + submitted.path("job").path("id").asString();
      Job pending = door.jobs.add(TestDoor.specification("other", "alice"));
      door.jobs.change(
          pending.id(),
          JobStatus.of(JobState.RUNNING)
              .because(StatusCode.EXITED, "m")
              .withReason("r")
              .runningAt("h", 7)
              .inQueue("q"));
      assertFits(TestDoor.json(door.get("alice", "/jobs?limit=1")), "JobPage");
      assertFits(TestDoor.json(door.get("alice", job)), "JobAnswer");
      assertFits(TestDoor.json(door.get("alice", "/clusters")), "ClusterList");
      assertFits(TestDoor.json(door.get("alice", "/clusters/Local")), "ClusterAnswer");
      assertFits(TestDoor.json(door.send(door.request("/status"))), "Status");
      assertFits(TestDoor.json(door.get("alice", job + "/explain")), "Explanation");
      assertFits(TestDoor.json(door.get("alice", "/jobs/" + pending.id() + "/network")), "Network");
      assertFits(
          TestDoor.json(door.post("alice", job + "/control", "{\"operation\":\"cancel\"}")),
          "ControlAnswer");
      assertFits(TestDoor.json(door.get("alice", "/jobs?limit=0")), "Error");
      assertFits(TestDoor.json(door.post("alice", "/jobs", "{\"job\":{\"x\":1}}")), "Error");
    }
  }

  @Test
  void everyEventIsAsDescribed() {
    try (TestDoor door = new TestDoor()) {
      Job job = door.jobs.add(TestDoor.specification("one", "alice"));
      door.jobs.change(job.id(), JobStatus.of(JobState.RUNNING).runningAt("h", 7));
      door.jobs.write(job.id(), new byte[] {'a', (byte) 0xFF});
      door.jobs.change(
          job.id(),
          JobStatus.of(JobState.KILLED)
              .because(StatusCode.BY_REQUEST, "m")
              .withReason("r")
              .withExitCode(137));
      door.jobs.forgetHistory();
      String path = "/jobs/" + job.id();
      assertThat(events(door, path + "/status", "StatusStreamEvent")).isEqualTo(1);
      assertThat(events(door, path + "/status?after=1", "StatusStreamEvent")).isEqualTo(2);
      assertThat(events(door, path + "/output", "OutputStreamEvent")).isEqualTo(2);
    }
  }

  private int events(TestDoor door, String path, String schema) {
    HttpResponse<String> response =
        door.send(door.as("alice", path).header("Accept", "application/x-ndjson"));
    List<String> lines = response.body().lines().toList();
    lines.forEach(line -> assertFits(TestDoor.JSON.readTree(line), schema));
    return lines.size();
  }

  private void assertFits(JsonNode value, String schema) {
    assertThat(check.misfits(value, schema)).as(schema + ": " + value).isEmpty();
  }
}
