package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openlauncher.boot.HostedPlugins.soon;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.boot.HostedPlugins.Answer;

/**
 * Plugins that do what none should, beside one that is sound and must not notice. In this process:
 * a plugin that could end the launcher would end the tests.
 */
class HostilePluginIT {
  private static final String INTERNAL = "Unknown";

  @TempDir private static Path folder;
  private static HostedPlugins launcher;

  @BeforeAll
  static void start() throws Exception {
    launcher =
        new HostedPlugins(
            folder,
            "bootstrap-timeout-seconds=2\nrequest-timeout-seconds=4\nthread-pool-size=2",
            "Sound",
            "Throwing",
            "Hanging",
            "Ending",
            "Nonsense",
            "Flooding",
            "Slow",
            "Stillborn");
    launcher.put("sound", "1.0.0", "none", "Sound");
    launcher.awaitGreen("Sound");
  }

  @AfterEach
  void nobodyElseNoticed() {
    String job = launcher.submitted("Sound");
    soon().until(() -> launcher.job(job).path("status").asString().equals("Running"));
    assertThat(launcher.cluster("Sound").path("failures").asLong()).isZero();
    assertThat(launcher.plugin("sound").path("health").asString()).isEqualTo("Green");
  }

  @AfterAll
  static void stop() {
    launcher.close();
  }

  private static String code(Answer answer) {
    return answer.body().path("error").path("code").asString("");
  }

  private static void askForEverything(String cluster, String job) {
    launcher.get("/clusters/" + cluster);
    launcher.get("/jobs/" + job + "/output");
    launcher.get("/jobs/" + job + "/network");
    launcher.post("/jobs/" + job + "/control", "{\"operation\":\"kill\"}");
  }

  @Test
  void onePluginThrowsEverywhere() throws Exception {
    launcher.put("throwing", "1.0.0", "none", "Throwing");
    launcher.awaitGreen("Throwing");
    String job = launcher.submitted("Throwing");
    launcher.put(
        "throwing",
        "1.1.0",
        "throw:info throw:validate throw:submit throw:find throw:plan throw:control throw:output"
            + " throw:resourceUse throw:network throw:explain throw:forget throw:close",
        "Throwing");
    launcher.awaitVersion("throwing", "1.1.0");

    assertThat(code(launcher.submit("Throwing"))).isEqualTo(INTERNAL);
    askForEverything("Throwing", job);
    assertThat(launcher.plugin("throwing").path("health").asString()).isEqualTo("Yellow");
    assertThat(launcher.plugin("throwing").path("failures").asLong()).isGreaterThan(3);
    assertThat(launcher.cluster("Throwing").path("message").asString()).contains("plugin failed (");

    launcher.put("throwing", "1.2.0", "none", "Throwing");
    launcher.awaitVersion("throwing", "1.2.0");
    launcher.submitted("Throwing");
  }

  @Test
  void onePluginHangsInEveryCall() throws Exception {
    launcher.put("hanging", "1.0.0", "none", "Hanging");
    launcher.awaitGreen("Hanging");
    String job = launcher.submitted("Hanging");
    launcher.put(
        "hanging",
        "1.1.0",
        "hang:info hang:validate hang:read hang:length hang:network hang:close",
        "Hanging");
    launcher.awaitVersion("hanging", "1.1.0");

    assertThat(code(launcher.submit("Hanging"))).isEqualTo("Timeout");
    assertThat(code(launcher.get("/jobs/" + job + "/output"))).isEqualTo("Timeout");
    assertThat(launcher.cluster("Hanging").path("message").asString())
        .contains("did not answer in time");

    // Its threads are lost, its successor has its own.
    launcher.put("hanging", "1.2.0", "none", "Hanging");
    launcher.awaitVersion("hanging", "1.2.0");
    launcher.submitted("Hanging");
    assertThat(launcher.get("/jobs/" + job + "/network").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt", "reference"})
  void onePluginWantsToEndTheLauncher(String how) throws Exception {
    launcher.put("ending", "1.0.0." + how, how + ":validate " + how + ":close", "Ending");
    launcher.awaitGreen("Ending");
    Answer answer = launcher.submit("Ending");
    assertThat(code(answer)).isEqualTo(INTERNAL);
    assertThat(launcher.cluster("Ending").path("message").asString())
        .matches("its plugin failed \\(.*\\); the log tells more");
    Files.delete(launcher.jar("ending"));
    soon().until(() -> launcher.plugin("ending").isEmpty());
  }

  @Test
  void onePluginWantsToEndTheLauncherAsItStarts() throws Exception {
    launcher.put("stillborn", "1.0.0", "exit:construct", "Stillborn");
    soon()
        .until(
            () ->
                launcher
                    .plugin("stillborn")
                    .path("message")
                    .asString("")
                    .contains("version 1.0.0 is not used: it offers no plugin"));
    assertThat(launcher.plugin("stillborn").path("state").asString()).isEqualTo("REFUSED");
    assertThat(launcher.plugin("stillborn").path("health").asString()).isEqualTo("Red");
  }

  @Test
  void onePluginAnswersNonsense() throws Exception {
    launcher.put(
        "nonsense",
        "1.0.0",
        "null:info null:find null:plan null:control null:read null:length null:resourceUse"
            + " null:network null:explain",
        "Nonsense");
    launcher.awaitGreen("Nonsense");
    String job = launcher.submitted("Nonsense");
    assertThat(code(launcher.get("/clusters/Nonsense"))).isEqualTo(INTERNAL);
    assertThat(code(launcher.get("/jobs/" + job + "/output"))).isEqualTo(INTERNAL);
    assertThat(code(launcher.get("/jobs/" + job + "/network"))).isEqualTo(INTERNAL);
    askForEverything("Nonsense", job);
  }

  @Test
  void onePluginTellsWithoutEndAndLeavesThreads() throws Exception {
    launcher.put("flooding", "1.0.0", "flood:open threads:open", "Flooding");
    soon()
        .until(
            () ->
                launcher
                    .cluster("Flooding")
                    .path("message")
                    .asString("")
                    .contains("changes a second and is held back"));
    launcher.submitted("Flooding");
    launcher.put("flooding", "1.1.0", "none", "Flooding");
    launcher.awaitVersion("flooding", "1.1.0");
    launcher.submitted("Flooding");
  }

  @Test
  void onePluginNeedsLongToClose() throws Exception {
    launcher.put("slow", "1.0.0", "slow:close", "Slow");
    launcher.awaitGreen("Slow");
    String job = launcher.submitted("Slow");
    launcher.put("slow", "1.1.0", "none", "Slow");
    soon().until(() -> launcher.serving("Slow").contains("1.1.0"));
    // Requests wait for the new version, not for the old one's end.
    launcher.submitted("Slow");
    soon().until(() -> !launcher.job(job).path("stale").asBoolean(false));
  }
}
