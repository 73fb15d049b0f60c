package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.LauncherClient;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/** Our launcher with our launcher as the native plugin of one of its clusters. */
class LauncherBehindLauncherIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration front;
  private LauncherClient client;

  @BeforeEach
  void configure() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    TestConfiguration behind =
        TestConfiguration.in(Files.createDirectory(folder.resolve("behind")));
    front = TestConfiguration.in(Files.createDirectory(folder.resolve("front")));
    for (String each : new String[] {"behind", "front"}) {
      Files.setPosixFilePermissions(
          folder.resolve(each), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    if (ServiceAccount.startedByRoot()) {
      OrdinaryUser.call("chown", "nobody", String.valueOf(front.socket().getParent()));
    }
    Path file = front.folder().resolve("launcher.conf");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("name=Local", "name=Farm")
            .replace(
                "type=Local",
                "type=Plugin\nexe=" + launcher.home().resolve("bin/rstudio-launcher-plugin")));
    Path own = front.folder().resolve("launcher.farm.conf");
    Files.writeString(own, "plugin-args=--cluster=Local,--config-dir=" + behind.folder() + "\n");
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
    ScriptRun start = call("start");
    assertThat(start.status()).as(start.error()).isZero();
    ScriptRun credential =
        call("credential", "--user=" + OrdinaryUser.of("alice").name(), "--minutes=10");
    assertThat(credential.status()).as(credential.error()).isZero();
    client = new LauncherClient(front.socket(), credential.output().strip());
    awaitOpen();
  }

  private ScriptRun call(String command, String... options) throws IOException {
    String[] all = new String[options.length + 2];
    all[0] = command;
    all[1] = "--config-dir=" + front.folder();
    System.arraycopy(options, 0, all, 2, options.length);
    return ScriptRun.begin(launcher, Map.of(), all);
  }

  private void awaitOpen() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(client.get("/status")).contains("\"status\":\"Green\""));
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(call("stop").status()).isZero();
  }

  private String submit(String command) throws IOException {
    String answer =
        client.post(
            "/jobs",
            "{\"job\":{\"name\":\"n\",\"cluster\":\"Farm\",\"command\":\"" + command + "\"}}");
    assertThat(answer).startsWith("HTTP/1.1 201");
    return id(answer);
  }

  private static String id(String answer) {
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }

  private void awaitStatus(String job, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(client.get("/jobs/" + job)).contains("\"status\":\"" + status + "\""));
  }

  @Test
  void aJobGoesThroughBothAndOutlivesThePluginInBetween() throws Exception {
    assertThat(client.get("/clusters/Farm")).contains("\"enforcedLimits\"");
    String job = submit("echo begun; sleep 4; echo done; echo wrong >&2; exit 7");
    String stopped = submit("exec sleep 600");
    awaitStatus(job, "Running");
    awaitStatus(stopped, "Running");

    // The plugin's own launcher, which claims its folder.
    Path identity = front.scratch().resolve("Farm/rstudio-launcher.pid");
    long first = pid(identity);
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> pid(identity) != first && ProcessHandle.of(pid(identity)).isPresent());
    awaitOpen();

    assertThat(client.get("/jobs/" + job + "/output?type=stdout&follow=true"))
        .contains("begun")
        .contains("done");
    awaitStatus(job, "Finished");
    assertThat(client.get("/jobs/" + job)).contains("\"exitCode\":7");
    assertThat(client.get("/jobs/" + job + "/output?type=stderr")).contains("wrong");
    assertThat(client.get("/jobs/" + stopped + "/network")).contains("\"host\":");
    assertThat(client.post("/jobs/" + stopped + "/control", "{\"operation\":\"suspend\"}"))
        .contains("\"operationComplete\":true");
    awaitStatus(stopped, "Suspended");
    assertThat(client.post("/jobs/" + stopped + "/control", "{\"operation\":\"kill\"}"))
        .startsWith("HTTP/1.1 200");
    awaitStatus(stopped, "Killed");
    assertThat(client.get("/jobs/" + stopped)).contains("\"exitCode\":137");
  }

  private static long pid(Path identity) throws IOException {
    return Long.parseLong(Files.readString(identity).strip().split("\\s+", 2)[0]);
  }
}
