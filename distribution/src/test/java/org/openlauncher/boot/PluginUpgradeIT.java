package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openlauncher.boot.HostedPlugins.soon;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.testing.TestBundle;

/** Versions of plugins that take each other's place, or fail to. Each test has its own cluster. */
class PluginUpgradeIT {
  @TempDir private static Path folder;
  private static HostedPlugins launcher;

  @BeforeAll
  static void start() throws Exception {
    launcher =
        new HostedPlugins(
            folder,
            "bootstrap-timeout-seconds=2",
            "Kept",
            "Quick",
            "Half",
            "First",
            "Second",
            "Back",
            "Renamed");
  }

  @AfterAll
  static void stop() {
    launcher.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw:construct | Kept | it offers no plugin of type Kept, which clusters need",
        "throw:options | Kept | cluster Kept: its plugin could not open it; the log tells more",
        "throw:open | Kept | cluster Kept: its plugin could not open it; the log tells more",
        "null:open | Kept | cluster Kept: its plugin could not open it; the log tells more",
        "throw:selfTest | Kept | cluster Kept: its plugin could not open it; the log tells more",
        "hang:selfTest | Kept | cluster Kept: its plugin did not answer (self-test) within 2 seconds",
        "throw:attach | Kept | cluster Kept: its jobs could not be handed over",
        "none | Other | it offers no plugin of type Kept, which clusters need, but of Other",
      })
  void aVersionThatFailsGivesWayToTheOneBefore(String faults, String type, String reason)
      throws Exception {
    if (launcher.serving("Kept").isEmpty()) {
      launcher.put("kept", "1.0.0", "none", "Kept");
      launcher.awaitGreen("Kept");
    }
    String job = launcher.submitted("Kept");

    launcher.put("kept", "2.0.0", faults, type);
    String story = "version 2.0.0 is not used: " + reason;
    soon().until(() -> launcher.plugin("kept").path("message").asString("").startsWith(story));
    soon().until(() -> launcher.serving("Kept").equals(List.of("1.0.0")));
    launcher.awaitGreen("Kept");
    assertThat(launcher.warnings()).contains(story).contains("version 1.0.0 serves");
    assertThat(launcher.plugin("kept").path("health").asString()).isEqualTo("Yellow");
    soon().until(() -> !launcher.job(job).path("stale").asBoolean(false));
    launcher.submitted("Kept");

    launcher.put("kept", "1.0.0", "none", "Kept");
    soon().until(() -> launcher.plugin("kept").path("health").asString("").equals("Green"));
    assertThat(launcher.warnings()).doesNotContain("org.example.kept");
  }

  @Test
  void aVersionThatDoesNotResolveIsNotUsed() throws Exception {
    launcher.put("first", "1.0.0", "none", "First");
    launcher.awaitGreen("First");
    launcher.put(
        TestBundle.TRIAL.named("org.example.first").importing("org.example.nowhere"),
        "first",
        "1.1.0",
        "none",
        "First");
    soon()
        .until(
            () ->
                launcher
                    .plugin("first")
                    .path("message")
                    .asString("")
                    .contains("it does not resolve: "));
    assertThat(launcher.plugin("first").path("message").asString()).contains("org.example.nowhere");
    assertThat(launcher.serving("First")).containsExactly("1.0.0");

    launcher.put("first", "2.0.0", "none", "First", "Second");
    launcher.awaitVersion("first", "2.0.0");
    launcher.awaitGreen("Second");
    launcher.submitted("First");
    launcher.submitted("Second");
    assertThat(launcher.plugin("first").path("previousVersion").asString()).isEqualTo("1.0.0");
  }

  @Test
  void ofTwoUpgradesInQuickSuccessionTheLastOneStays() throws Exception {
    launcher.put("quick", "1.0.0", "none", "Quick");
    launcher.awaitGreen("Quick");
    String job = launcher.submitted("Quick");
    for (int minor = 1; minor <= 3; minor++) {
      launcher.put("quick", "1." + minor + ".0", "none", "Quick");
    }
    launcher.awaitVersion("quick", "1.3.0");
    soon().until(() -> launcher.serving("Quick").equals(List.of("1.3.0")));
    launcher.awaitGreen("Quick");
    soon().until(() -> !launcher.job(job).path("stale").asBoolean(false));

    launcher.put("quick", "1.0.0", "none", "Quick");
    launcher.awaitVersion("quick", "1.0.0");
    launcher.submitted("Quick");

    Files.delete(launcher.jar("quick"));
    soon().until(() -> launcher.cluster("Quick").path("status").asString().equals("Red"));
    assertThat(launcher.cluster("Quick").path("message").asString())
        .isEqualTo("no plugin of type Quick is in the plugins folder");
    assertThat(launcher.job(job).path("stale").asBoolean(false)).isTrue();
    assertThat(launcher.plugin("quick").isEmpty()).isTrue();
  }

  @Test
  void aJarIsNotUsedBeforeItIsComplete() throws Exception {
    byte[] whole =
        TestBundle.TRIAL
            .named("org.example.half")
            .packed("1.0.0", TestBundle.trial("none", "Half"));
    try (OutputStream jar = Files.newOutputStream(launcher.jar("half"))) {
      jar.write(whole, 0, whole.length / 2);
      jar.flush();
      soon().until(() -> launcher.warnings().contains("half.jar is not loaded: it is no complete"));
      assertThat(launcher.serving("Half")).isEmpty();
      jar.write(whole, whole.length / 2, whole.length - whole.length / 2);
    }
    launcher.awaitGreen("Half");
    assertThat(launcher.warnings()).doesNotContain("half.jar");

    // What runs does not depend on the file any more.
    Files.write(launcher.jar("half"), new byte[] {'P', 'K'});
    soon().until(() -> launcher.warnings().contains("half.jar is not loaded"));
    assertThat(launcher.serving("Half")).containsExactly("1.0.0");
    launcher.submitted("Half");
  }

  @Test
  void anAdministratorGoesBackAndStartsAnew() throws Exception {
    launcher.put("back", "1.0.0", "none", "Back");
    launcher.awaitGreen("Back");
    HostedPlugins.Answer tooEarly = launcher.post("/plugins/org.example.back/rollback", "{}");
    assertThat(tooEarly.status()).isEqualTo(400);
    assertThat(tooEarly.message()).contains("there is no version before this one");
    launcher.put("back", "2.0.0", "none", "Back");
    launcher.awaitVersion("back", "2.0.0");
    String job = launcher.submitted("Back");

    HostedPlugins.Answer back = launcher.post("/plugins/Back/rollback", "{}");
    assertThat(back.status()).as("%s", back.body()).isEqualTo(200);
    assertThat(back.body().path("plugin").path("version").asString()).isEqualTo("1.0.0");
    assertThat(launcher.serving("Back")).containsExactly("1.0.0");
    assertThat(launcher.warnings()).contains("an administrator went back from version 2.0.0");
    soon().until(() -> !launcher.job(job).path("stale").asBoolean(false));

    HostedPlugins.Answer again = launcher.post("/plugins/org.example.back/restart", "{}");
    assertThat(again.body().path("plugin").path("version").asString()).isEqualTo("1.0.0");
    launcher.put("back", "2.0.1", "none", "Back");
    launcher.awaitVersion("back", "2.0.1");
    assertThat(launcher.warnings()).doesNotContain("went back");

    HostedPlugins.Answer unknown = launcher.post("/plugins/nowhere/restart", "{}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.message()).contains("There is no plugin nowhere; there are ");
  }

  @Test
  void aJarUnderAnotherNameTakesThePlaceOfTheOld() throws Exception {
    launcher.put("renamed", "1.0.0", "none", "Renamed");
    launcher.awaitGreen("Renamed");
    TestBundle.TRIAL
        .named("org.example.renamed")
        .packTo(launcher.jar("renamed-2"), "2.0.0", TestBundle.trial("none", "Renamed"));
    launcher.awaitVersion("renamed", "2.0.0");
    Files.delete(launcher.jar("renamed"));
    launcher.submitted("Renamed");
    assertThat(launcher.serving("Renamed")).containsExactly("2.0.0");
  }
}
