package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.auth.SessionPublicKey;
import org.openlauncher.auth.SessionToken;
import org.openlauncher.auth.SessionToken.Verdict;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.sessions.SessionComposer;
import tools.jackson.databind.JsonNode;

/** Sessions over HTTP, with fake jobs behind. */
final class SessionsTest {
  private final SessionComposer composer = TestSessions.composer();
  private final TestDoor door = new TestDoor(TestDoor.settings(), composer);

  @AfterEach
  void close() {
    door.close();
  }

  private JsonNode start(String user, String body) {
    HttpResponse<String> response = door.post(user, "/sessions", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return TestDoor.json(response).path("session");
  }

  private Job job(JsonNode session) {
    return door.jobs.all().stream()
        .filter(job -> job.id().value().equals(session.path("id").asString()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSessionIsOneOrdinaryJobWithItsTags() {
    JsonNode session =
        start("alice", "{\"session\":{\"workbench\":\"jupyterlab\",\"tags\":[\"mine\"]}}");

    assertThat(session.path("kind").asString()).isEqualTo("session");
    assertThat(session.path("workbench").asString()).isEqualTo("JupyterLab");
    assertThat(session.path("ready").booleanValue()).isFalse();
    int port = session.path("port").intValue();
    Job job = job(session);
    assertThat(job.specification().tags())
        .containsExactly("session", "workbench:JupyterLab", "port:" + port, "mine");
    assertThat(job.specification().exe()).contains("/usr/local/bin/jupyter");
    assertThat(job.specification().args())
        .containsExactly(
            "lab", "--no-browser", "--ip=0.0.0.0", "--port=" + port, "--port-retries=0");
    assertThat(job.specification().environment().toString()).contains("USER_HOME");
  }

  @Test
  void theTokenIsForTheCreatorAndNeverAnArgument() {
    JsonNode session = start("alice", "{\"session\":{\"workbench\":\"JupyterLab\"}}");
    String path = "/sessions/" + session.path("id").asString();
    String token = session.path("token").asString();
    SessionPublicKey key = composer.key().orElseThrow().publicKey();

    assertThat(token).isNotEmpty();
    assertThat(
            job(session).specification().environment().stream()
                .filter(variable -> variable.name().equals("JUPYTER_TOKEN"))
                .map(variable -> variable.value()))
        .containsExactly(token);
    assertThat(job(session).specification().args().toString()).doesNotContain(token);
    assertThat(TestDoor.json(door.get("alice", path)).path("session").path("token").asString())
        .isEqualTo(token);
    assertThat(door.get("bob", path).statusCode()).isEqualTo(404);
    // ada is an administrator and sees the session, but can't use it.
    assertThat(TestDoor.json(door.get("ada", path)).path("session").has("token")).isFalse();
    assertThat(door.post("ada", path + "/token", "").statusCode()).isEqualTo(403);
    assertThat(door.get("alice", "/sessions").body()).doesNotContain(token);

    String fresh = TestDoor.json(door.post("alice", path + "/token", "")).path("token").asString();
    assertThat(SessionToken.verify(fresh, key, "alice", job(session).id().value(), Instant.now()))
        .isInstanceOf(Verdict.Valid.class);
    assertThat(SessionToken.verify(fresh, key, "bob", job(session).id().value(), Instant.now()))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void dryRunTellsWhereEverythingCameFrom() {
    HttpResponse<String> response =
        door.post(
            "alice",
            "/sessions?dryRun=true",
            "{\"session\":{\"workbench\":\"Jupyter Notebook\","
                + "\"environment\":[{\"name\":\"A\",\"value\":\"hush\"}]}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("hush").doesNotContain("eyJ");
    List<String> settings =
        TestDoor.json(response)
            .path("settings")
            .valueStream()
            .map(
                setting ->
                    setting.path("what").asString() + " from " + setting.path("source").asString())
            .toList();
    assertThat(settings)
        .anyMatch(text -> text.matches("variable USER_HOME from /.*/launcher-env:1"))
        .anyMatch(
            text ->
                text.matches("variable OPENLAUNCHER_CALLBACK_ADDRESS from /.*/rserver[.]conf:4"))
        .contains("cluster from default", "variable A from request", "program from default");
    assertThat(door.jobs.all()).isEmpty();
  }

  @Test
  void anAdhocJobIsListedByItself() {
    JsonNode adhoc =
        start("alice", "{\"adhoc\":{\"script\":\"/home/alice/a b.R\",\"args\":[\"1\"]}}");
    start("alice", "{\"session\":{\"workbench\":\"RStudio\"}}");

    assertThat(job(adhoc).specification().exe()).contains("Rscript");
    assertThat(job(adhoc).specification().args()).containsExactly("/home/alice/a b.R", "1");
    assertThat(
            TestDoor.json(door.get("alice", "/sessions?kind=adhoc"))
                .path("sessions")
                .valueStream()
                .map(each -> each.path("id").asString()))
        .containsExactly(adhoc.path("id").asString());
    assertThat(TestDoor.json(door.get("alice", "/sessions")).path("sessions")).hasSize(1);
    assertThat(door.get("alice", "/sessions?kind=x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|$: expected one of session and adhoc, found neither",
        "{'session':{}}|$.session.workbench: expected a text that is not empty, found nothing",
        "{'session':{'workbench':'Emacs'}}|$.session.workbench: expected one of RStudio, JupyterLab,",
        "{'session':{'workbench':'RStudio','port':0}}|$.session.port: expected a whole number from",
        "{'session':{'workbench':'RStudio','args':['x']}}|$.session: unknown member",
        "{'session':{'workbench':'RStudio','tags':['port:1']}}|$.session.tags[0]:",
        "{'session':{'workbench':'RStudio','basePath':'x'}}|$.session.basePath: expected a path",
        "{'session':{'workbench':'RStudio','image':'i'}}|$.session.image: cluster Local runs no",
        "{'session':{'workbench':'RStudio','cluster':'Nope'}}|$.session.cluster: expected one of",
        "{'adhoc':{}}|$.adhoc: expected exactly one of command, exe and script",
        "{'adhoc':{'command':'a','exe':'b'}}|$.adhoc: expected exactly one of command, exe and",
      })
  void aFaultIsNamedByItsPath(String body, String message) {
    HttpResponse<String> response = door.post("alice", "/sessions", body.replace('\'', '"'));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestDoor.json(response).path("error").path("message").asString())
        .startsWith(message);
  }

  @Test
  void whatIsNotEnabledTellsWhatEnablesIt() {
    HttpResponse<String> response =
        door.post("alice", "/sessions", "{\"session\":{\"workbench\":\"VS Code\"}}");

    assertThat(response.statusCode()).isEqualTo(501);
    assertThat(response.body())
        .contains("VS Code sessions are not enabled here; an administrator enables them with")
        .contains("enabled=1 in ");
  }

  @Test
  void aPlainJobIsNoSession() {
    Job job = door.jobs.add(TestDoor.specification("plain", "alice"));

    assertThat(door.get("alice", "/sessions/" + job.id()).statusCode()).isEqualTo(404);
    assertThat(door.send(door.as("alice", "/sessions/" + job.id()).DELETE()).statusCode())
        .isEqualTo(404);
  }
}
