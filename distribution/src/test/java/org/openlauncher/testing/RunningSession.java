package org.openlauncher.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A session that was seen to answer. */
public final class RunningSession {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
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

  /** Stops it, and waits until it has ended. */
  public void end() throws IOException {
    String stopped = client.post("/jobs/" + id() + "/control", "{\"operation\":\"stop\"}");
    assertThat(stopped).startsWith("HTTP/1.1 200").contains("\"operationComplete\":true");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.get("/jobs/" + id() + "?fields=status,pid"))
                    .as(this::output)
                    .containsPattern("Finished|Killed"));
  }

  private String output() {
    try {
      return client.get("/jobs/" + id() + "/output");
    } catch (IOException failure) {
      return "no output: " + failure;
    }
  }
}
