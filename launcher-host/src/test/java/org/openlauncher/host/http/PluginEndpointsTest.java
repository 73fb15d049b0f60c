package org.openlauncher.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may see to plugins, and what is told and kept of it. */
final class PluginEndpointsTest {
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
  void anAdministratorSeesVersionsHealthCallsAndWhatIsWrong() {
    HttpResponse<String> answer = door.get("ada", "/plugins");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode plugin = TestDoor.json(answer).path("plugins").path(0);
    assertThat(plugin.path("name").asString()).isEqualTo(FakePlugins.NAME);
    assertThat(plugin.path("version").asString()).isEqualTo("2.0.0");
    assertThat(plugin.path("previousVersion").asString()).isEqualTo("1.0.0");
    assertThat(plugin.path("health").asString()).isIn("Yellow", "Red");
    assertThat(plugin.path("message").asString()).contains("3.0.0 is not used");
    assertThat(plugin.path("calls").isNumber()).isTrue();
    assertThat(TestDoor.json(answer).path("warnings").path(0).asString()).contains("half.jar");
  }

  @Test
  void restartsAndRollsBack() {
    HttpResponse<String> back =
        door.post("ada", "/plugins/" + FakePlugins.NAME + "/rollback", "{}");
    assertThat(TestDoor.json(back).path("plugin").path("version").asString()).isEqualTo("1.0.0");
    HttpResponse<String> anew = door.post("ada", "/plugins/Local/restart", "{}");
    assertThat(TestDoor.json(anew).path("plugin").path("version").asString()).isEqualTo("2.0.0");
    assertThat(door.post("ada", "/plugins/other/rollback", "{}").statusCode()).isEqualTo(404);
    assertThat(door.audit)
        .extracting(line -> TestDoor.JSON.readTree(line).path("operation").asString())
        .containsExactly(
            "rollback \"" + FakePlugins.NAME + "\"", "restart \"Local\"", "rollback \"other\"");
  }

  @Test
  void nobodyElseMayAndTheAttemptIsKept() {
    for (String path : List.of("/plugins/Local/restart", "/plugins/Local/rollback")) {
      assertThat(door.post("alice", path, "{}").statusCode()).isEqualTo(403);
    }
    HttpResponse<String> list = door.get("alice", "/plugins");
    assertThat(list.statusCode()).isEqualTo(403);
    assertThat(list.body()).contains("user alice may not see to plugins");
    assertThat(door.audit)
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(TestDoor.JSON.readTree(line).path("result").asString())
                    .isEqualTo("refused"));
  }
}
