package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.host.audit.AuditLines;
import org.openlauncher.host.jobs.Job;
import tools.jackson.databind.JsonNode;

/** What stands in the audit log once the answer is there, and what does not. */
final class AuditTest {
  private static final String JOB =
      "{\"job\":{\"name\":\"n\",\"cluster\":\"Local\",\"command\":\"echo secret-word\"%s}}";

  private TestDoor door;
  private Job ofAlice;

  @BeforeEach
  void open() {
    door = new TestDoor();
    ofAlice = door.jobs.add(TestDoor.specification("n", "alice"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> post(HttpRequest.Builder request, String body) {
    return door.send(
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
  }

  private JsonNode onlyLine() {
    assertThat(door.audit).hasSize(1);
    return TestDoor.JSON.readTree(door.audit.get(0));
  }

  private static void assertLine(JsonNode line, String members) {
    ((tools.jackson.databind.node.ObjectNode) line).remove("time");
    assertThat(line).isEqualTo(TestDoor.JSON.readTree(members.replace('\'', '"')));
  }

  @Test
  void aSubmissionIsKeptWithItsJob() {
    HttpResponse<String> answer = post(door.as("alice", "/jobs"), JOB.formatted(""));

    String id = TestDoor.json(answer).path("job").path("id").asString();
    JsonNode line = onlyLine();
    assertThat(line.path("time").asString()).endsWith("Z");
    assertLine(
        line,
        "{'user':'alice','request':'POST /jobs','operation':'submit','job':'%s','owner':'alice','cluster':'Local','from':'127.0.0.1','result':'allowed','status':201}"
            .formatted(id));
    assertThat(door.audit.get(0)).doesNotContain("secret-word");
  }

  @Test
  void anOperationIsKeptWithItsName() {
    post(door.as("alice", "/jobs/" + ofAlice.id() + "/control"), "{\"operation\":\"kill\"}");

    JsonNode line = onlyLine();
    assertThat(line.path("operation").asString()).isEqualTo("kill");
    assertThat(line.path("job").asString()).isEqualTo(ofAlice.id().value());
    assertThat(line.path("owner").asString()).isEqualTo("alice");
  }

  @Test
  void whoReadsTheirOwnLeavesNoLine() {
    door.send(door.as("alice", "/jobs/" + ofAlice.id()));
    door.send(door.as("alice", "/jobs"));
    door.send(door.as("alice", "/clusters"));
    door.send(door.request("/status"));

    assertThat(door.audit).isEmpty();
  }

  @Test
  void whoReachesForAnothersJobIsKept() {
    door.send(door.as("bob", "/jobs/" + ofAlice.id() + "/output"));

    assertLine(
        onlyLine(),
        "{'user':'bob','request':'GET /jobs/{id}/output','job':'%s','from':'127.0.0.1','result':'refused','status':404,'code':'JobNotFound'}"
            .formatted(ofAlice.id()));
  }

  @Test
  void whoSeesAnothersJobsAsAnAdministratorIsKept() {
    door.send(door.as("ada", "/jobs/" + ofAlice.id()));
    assertThat(onlyLine().path("owner").asString()).isEqualTo("alice");

    door.audit.clear();
    door.send(door.as("ada", "/jobs"));
    assertThat(onlyLine().path("request").asString()).isEqualTo("GET /jobs");
  }

  @Test
  void whoActsForAnotherIsKeptWithBothNames() {
    door.send(door.as("ada", "/jobs").header("X-Launcher-User", "alice"));
    assertLine(
        onlyLine(),
        "{'user':'ada','for':'alice','request':'GET /jobs','from':'127.0.0.1','result':'allowed','status':200}");

    door.audit.clear();
    door.send(door.as("bob", "/jobs").header("X-Launcher-User", "alice"));
    assertLine(
        onlyLine(),
        "{'user':'bob','for':'alice','request':'GET /jobs','from':'127.0.0.1','result':'refused','status':403,'code':'Forbidden'}");

    door.audit.clear();
    post(door.as("bob", "/jobs"), JOB.formatted(",\"user\":\"alice\""));
    assertThat(onlyLine().path("result").asString()).isEqualTo("refused");
    assertThat(onlyLine().path("owner").asString()).isEqualTo("alice");
  }

  @Test
  void noNameBreaksALine() {
    door.send(door.as("bob", "/jobs/a%22,%22b"));
    door.send(door.as("bob", "/jobs").header("X-Launcher-User", "\"x\\"));

    assertThat(door.audit)
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n"))
        .allSatisfy(line -> assertThat(TestDoor.JSON.readTree(line).isObject()).isTrue());
  }

  @Test
  void aFloodOfRefusalsIsCountedAndDoesNotFillTheLog() {
    int knocks = AuditLines.MOST_REFUSALS + 30;
    for (int knock = 0; knock < knocks; knock++) {
      door.send(door.request("/jobs").header("Authorization", "Launcher FORGED"));
    }
    assertThat(door.audit).hasSize(AuditLines.MOST_REFUSALS);
    assertThat(door.audit.get(0)).doesNotContain("user").contains("\"code\":\"Unauthorized\"");

    post(door.as("alice", "/jobs"), JOB.formatted(""));

    JsonNode last = TestDoor.JSON.readTree(door.audit.get(door.audit.size() - 1));
    assertThat(last.path("result").asString()).isEqualTo("allowed");
    assertThat(last.path("refusalsLeftOut").asInt()).isEqualTo(30);
  }
}
