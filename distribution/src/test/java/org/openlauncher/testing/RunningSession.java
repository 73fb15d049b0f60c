package org.openlauncher.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A session that was seen to answer. */
public final class RunningSession {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LauncherClient client;
  private final JsonNode session;

  private RunningSession(LauncherClient client, JsonNode session) {
    this.client = client;
    this.session = session;
  }

  /** Starts one, and waits until it is ready. */
  public static RunningSession start(LauncherClient client, String workbench, String cluster)
      throws IOException {
    String answer =
        client.post(
            "/sessions",
            "{\"session\":{\"workbench\":\"%s\",\"cluster\":\"%s\"}}"
                .formatted(workbench, cluster));
    assertThat(answer).startsWith("HTTP/1.1 201");
    JsonNode session = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    RunningSession started = new RunningSession(client, session.path("session"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(client.get("/sessions/" + started.id())).contains("\"ready\":true"));
    return started;
  }

  public String id() {
    return session.path("id").asString();
  }

  public String token() {
    return session.path("token").asString();
  }

  public int port() {
    return session.path("port").asInt();
  }

  /** Stops it, and waits until it has ended; one that got the signal and hangs is killed. */
  public void end() throws IOException {
    control("stop");
    try {
      awaitEnd(STOP_PATIENCE);
    } catch (ConditionTimeoutException stillRunning) {
      // Notebooks have threads of others' libraries to wait for. Whether the signal came, they say.
      assertThat(client.get("/jobs/" + id() + "/output"))
          .as("what a session printed that is still running after its stop")
          .contains("received signal 15");
      control("kill");
      awaitEnd(PATIENCE);
    }
  }

  private void control(String operation) throws IOException {
    assertThat(client.post("/jobs/" + id() + "/control", "{\"operation\":\"" + operation + "\"}"))
        .startsWith("HTTP/1.1 200");
  }

  private void awaitEnd(Duration patience) {
    await()
        .atMost(patience)
        .untilAsserted(
            () ->
                assertThat(client.get("/jobs/" + id() + "?fields=status"))
                    .containsPattern("Finished|Killed"));
  }
}
