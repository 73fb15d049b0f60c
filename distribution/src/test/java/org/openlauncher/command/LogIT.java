package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.testing.LauncherClient;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/** What the launcher logs where, and what SIGHUP changes. */
class LogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;
  private Path log;
  private Path socket;

  @BeforeEach
  void unpack() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    configuration = TestConfiguration.in(folder);
    socket = configuration.scratch().resolve("launcher.sock");
    configure(configuration.socket().toString(), socket.toString());
    log = configuration.log().resolve("rstudio-launcher.log");
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(call("stop").status()).isZero();
  }

  @Test
  void theGroupMayReadTheLogAndNothingElseIsInIt() throws Exception {
    ScriptRun start = call("start");
    assertThat(start.status()).as(start.error()).isZero();

    assertThat(permissions(configuration.log())).isEqualTo("rwxr-x---");
    assertThat(permissions(log)).isEqualTo("rw-r-----");
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.matches("\\S+ INFO +\\[.*\\] .* - Listening at .*launcher.sock"));
    assertThat(Files.readString(configuration.log().resolve("rstudio-launcher.stderr")))
        .contains("rstudio-launcher: the log is " + log)
        .doesNotContain("Listening at");
  }

  @Test
  void aRunInTheForegroundHasTheSameLog() throws Exception {
    ScriptRun run = call("run");
    awaitInLog("Listening at");
    run.terminate();

    assertThat(run.status()).isZero();
    assertThat(run.error()).contains("the log is " + log).doesNotContain("Listening at");
    assertThat(Files.readString(log)).contains("has stopped; jobs go on");
  }

  @Test
  void aContainerHasItOnStandardOutput() throws Exception {
    ScriptRun run =
        ScriptRun.begin(
            launcher,
            Map.of("OPENLAUNCHER_LOG", "console"),
            "run",
            "--config-dir=" + configuration.folder());
    await().atMost(PATIENCE).until(() -> run.output().contains("Listening at"));
    new LauncherClient(socket, "").post("/jobs", "{\"secret-member\":");
    run.terminate();

    assertThat(run.status()).isZero();
    assertThat(run.output()).contains("has stopped; jobs go on", "\"operation\":\"submit\"");
    assertThat(run.error()).contains("the log is standard output");
    assertThat(log).doesNotExist();
  }

  @Test
  void whereToLogIsUnderstoodOrRefused() throws Exception {
    ScriptRun run = ScriptRun.begin(launcher, Map.of("OPENLAUNCHER_LOG", "nowhere"), "run");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.error())
        .contains("expected OPENLAUNCHER_LOG to be files or console, found nowhere");
  }

  @Test
  void aFullFileIsFollowedByANewOne() throws Exception {
    assumeHangUpArrives();
    Path logback = launcher.home().resolve("conf/logback.xml");
    Files.writeString(logback, Files.readString(logback).replace("10MB", "1KB"));
    ScriptRun run = call("run");
    awaitInLog("Listening at");

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              run.hangUp();
              return rolled().size() > 1;
            });
    assertThat(rolled())
        .allSatisfy(
            file -> {
              assertThat(file.getFileName().toString())
                  .matches("rstudio-launcher\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log");
              assertThat(permissions(file)).isEqualTo("rw-r-----");
            });
    run.terminate();
    assertThat(run.status()).isZero();
  }

  @Test
  void hangUpSwitchesDebugLoggingAndTellsWhatNeedsARestart() throws Exception {
    assumeHangUpArrives();
    ScriptRun run = call("run");
    awaitInLog("Listening at");
    configure("[server]", "[server]\nenable-debug-logging=1\nport=5560");
    run.hangUp();
    awaitInLog("enable-debug-logging is 1");
    awaitInLog("launcher.conf:3) needs a restart; in effect is port=5559");

    configure("port=5560", "prot=5560");
    run.hangUp();
    awaitInLog("launcher.conf:3: unknown key \"prot\"; did you mean \"port\"?");

    configure("enable-debug-logging=1\nprot=5560", "");
    run.hangUp();
    awaitInLog("enable-debug-logging is 0");
    assertThat(run.isAlive()).isTrue();
    run.terminate();
    assertThat(run.status()).isZero();
  }

  @Test
  void hangUpOfALauncherThatStartsIsNotLost() throws Exception {
    assumeHangUpArrives();
    ScriptRun run = call("run");
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> Files.exists(configuration.scratch().resolve("rstudio-launcher.pid")));
    run.hangUp();

    awaitInLog("was read again");
    assertThat(run.isAlive()).isTrue();
    run.terminate();
    assertThat(run.status()).isZero();
  }

  @Test
  void noSecretIsLoggedWithAllDetails() throws Exception {
    configure("[server]", "[server]\nenable-debug-logging=1");
    assertThat(call("start").status()).isZero();
    ScriptRun issued = call("credential", "--user=" + OrdinaryUser.of("alice").name());
    assertThat(issued.status()).isZero();
    String credential = issued.output().strip();
    LauncherClient client = new LauncherClient(socket, credential);

    String answer =
        client.post(
            "/jobs",
            """
            {"job":{"name":"quiet","cluster":"Local","exe":"/bin/true","args":["secret-argument"],
            "stdin":"secret-input","environment":[{"name":"TOKEN","value":"secret-value"}]}}
            """);
    assertThat(answer).startsWith("HTTP/1.1 201 ").contains("\"id\"");
    assertThat(client.post("/jobs", "{\"secret-member\":").lines().findFirst()).isPresent();
    awaitInLog("writes took");
    assertThat(call("stop").status()).isZero();

    String key = Files.readString(configuration.folder().resolve("secure-cookie-key")).strip();
    String signature = credential.substring(credential.lastIndexOf('|') + 1);
    assertThat(Files.readString(log)).contains("DEBUG").doesNotContain("secret-", key, signature);
    Path audit = log.resolveSibling("audit.log");
    assertThat(permissions(audit)).isEqualTo("rw-r-----");
    assertThat(Files.readString(audit))
        .contains("\"operation\":\"submit\"", "\"result\":\"allowed\"")
        .doesNotContain("secret-", key, signature);
  }

  /** Under nohup every process is deaf to it, as its starter wants. */
  private static void assumeHangUpArrives() throws IOException {
    boolean ignored =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Integer.parseInt(line.substring(line.length() - 1), 16) & 1) != 0);
    assumeTrue(!ignored, "SIGHUP is ignored here, as under nohup");
  }

  private List<Path> rolled() throws IOException {
    try (Stream<Path> files = Files.list(configuration.log())) {
      return files.filter(file -> file.getFileName().toString().contains("-launcher.2")).toList();
    }
  }

  private void configure(String text, String replacement) throws IOException {
    Path file = configuration.folder().resolve("launcher.conf");
    Files.writeString(file, Files.readString(file).replace(text, replacement));
  }

  private void awaitInLog(String text) {
    await().atMost(PATIENCE).until(() -> Files.exists(log) && Files.readString(log).contains(text));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private ScriptRun call(String command, String... options) throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = command;
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "--config-dir=" + configuration.folder();
    return ScriptRun.begin(launcher, Map.of(), arguments);
  }
}
