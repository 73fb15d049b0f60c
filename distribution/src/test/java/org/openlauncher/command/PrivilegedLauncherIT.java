package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The packed launcher as root starts it, with two users who know nothing of each other. */
class PrivilegedLauncherIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final int SPAWNER_LOST = 69;
  private static final int SNAPSHOT_JOBS = 100;

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;

  @BeforeEach
  void unpack() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root's launcher runs jobs as their owners");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    assumeTrue(Files.exists(launcher.spawner()), "built without a C compiler");
    configuration = TestConfiguration.in(folder);
    Path sockets = configuration.socket().getParent();
    OrdinaryUser.call("install", "-d", "-m", "755", "-o", "nobody", String.valueOf(sockets));
    for (String user : List.of("alice", "bob")) {
      OrdinaryUser.of(user);
      OrdinaryUser.call("install", "-d", "-m", "700", "-o", user, folder.resolve(user).toString());
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (configuration != null) {
      assertThat(call("stop").status()).isZero();
    }
  }

  @Test
  void jobsRunAsTheirOwnersWhoSeeNothingOfEachOther() throws Exception {
    ScriptRun start = call("start");
    assertThat(start.status()).as(start.error()).isZero();
    assertThat(start.output()).contains("jobs run as their owners");
    LauncherClient alice = client("alice");
    LauncherClient bob = client("bob");

    String job =
        submit(alice, "id -un; id -Gn; umask; ls -ld . | cut -c1-10; touch made; exit 3", "alice");
    awaitStatus(alice, job, "Finished");

    assertThat(alice.get("/jobs/" + job)).contains("\"exitCode\":3");
    assertThat(alice.get("/jobs/" + job + "/output?type=stdout"))
        .contains("alice")
        .contains("0022")
        .contains("drwx------");
    assertThat(Files.getOwner(folder.resolve("alice/made")).getName()).isEqualTo("alice");
    for (String path : List.of("", "/output", "/status", "/resources", "/network", "/explain")) {
      assertThat(bob.get("/jobs/" + job + path)).as(path).startsWith("HTTP/1.1 404");
    }
    assertThat(bob.post("/jobs/" + job + "/control", "{\"operation\":\"kill\"}"))
        .startsWith("HTTP/1.1 404");
    assertThat(bob.get("/jobs")).doesNotContain(job);
    String stolen = submit(bob, "cat " + folder.resolve("alice/made"), "bob");
    awaitStatus(bob, stolen, "Finished");
    assertThat(bob.get("/jobs/" + stolen)).contains("\"exitCode\":1");
    assertThat(bob.post("/jobs", body("true", "bob", ",\"user\":\"alice\"")))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void outputIsReadAsItsOwnerAlsoWhereTheFileWasExchanged() throws Exception {
    assertThat(call("start").status()).isZero();
    LauncherClient bob = client("bob");
    Path secret = folder.resolve("alice/secret");
    Files.writeString(secret, "of alice alone");
    OrdinaryUser.call("chown", "alice", secret.toString());
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path out = folder.resolve("bob/out");
    String answer =
        bob.post(
            "/jobs",
            body("rm out; ln -s " + secret + " out", "bob", ",\"stdoutFile\":\"" + out + "\""));
    assertThat(answer).startsWith("HTTP/1.1 201");
    String job = id(answer);
    awaitStatus(bob, job, "Finished");

    assertThat(bob.get("/jobs/" + job + "/output?type=stdout"))
        .startsWith("HTTP/1.1 404")
        .contains("the user may not read it")
        .doesNotContain("of alice alone");

    String planted = bob.post("/jobs", body("echo gone", "bob", ",\"stdoutFile\":\"" + out + "\""));
    awaitStatus(bob, id(planted), "Failed");
    assertThat(Files.readString(secret)).isEqualTo("of alice alone");
  }

  @Test
  void exitCodesSurviveTheEndOfTheLauncherAndThenOfTheSpawner() throws Exception {
    ScriptRun run = call("run");
    awaitReady(run);
    LauncherClient alice = client("alice");
    String first = submit(alice, "while [ ! -e go1 ]; do sleep 0.1; done; exit 11", "alice");
    awaitStatus(alice, first, "Running");
    OrdinaryUser.call("kill", "-9", Long.toString(run.pid()));
    assertThat(run.status()).isEqualTo(137);
    Files.createFile(folder.resolve("alice/go1"));

    ScriptRun again = call("run");
    awaitReady(again);
    awaitStatus(alice, first, "Finished");
    assertThat(alice.get("/jobs/" + first)).contains("\"exitCode\":11");
    String second = submit(alice, "while [ ! -e go2 ]; do sleep 0.1; done; exit 12", "alice");
    awaitStatus(alice, second, "Running");
    OrdinaryUser.call("kill", "-9", Long.toString(childrenOf(again.pid()).get(0)));
    assertThat(again.status()).isEqualTo(SPAWNER_LOST);
    assertThat(again.error()).contains("spawner");
    Files.createFile(folder.resolve("alice/go2"));

    assertThat(call("start").status()).isZero();
    awaitStatus(alice, second, "Finished");
    assertThat(alice.get("/jobs/" + second)).contains("\"exitCode\":12");
  }

  @Test
  void aLauncherInTheBackgroundServesOnWithoutItsSpawner() throws Exception {
    assertThat(call("start").status()).isZero();
    LauncherClient alice = client("alice");
    String job = submit(alice, "while [ ! -e go ]; do sleep 0.1; done; exit 13", "alice");
    awaitStatus(alice, job, "Running");
    OrdinaryUser.call("kill", "-9", Long.toString(childrenOf(launcherProcess()).get(0)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(alice.get("/status")).contains("\"status\":\"Red\""));

    Files.createFile(folder.resolve("alice/go"));

    awaitStatus(alice, job, "Finished");
    assertThat(alice.get("/jobs/" + job)).contains("\"exitCode\":13");
    assertThat(alice.post("/jobs", body("true", "alice", ""))).startsWith("HTTP/1.1 503");
  }

  @Test
  void nothingButTheSpawnerIsRootsWhileJobsStart() throws Exception {
    assertThat(call("start").status()).isZero();
    long process = launcherProcess();
    long spawner = childrenOf(process).get(0);
    LauncherClient alice = client("alice");
    List<String> strangers = new ArrayList<>();
    for (int job = 0; job < SNAPSHOT_JOBS; job++) {
      submit(alice, "true", "alice");
      strangers.addAll(rootsPrograms(spawner));
    }
    assertThat(strangers).isEmpty();
    assertThat(Files.readAllLines(Path.of("/proc", Long.toString(process), "status")))
        .contains("NoNewPrivs:\t1", "CapPrm:\t0000000000000000");
  }

  /** Programs of root's below the spawner that are no copy of itself. */
  private static List<String> rootsPrograms(long spawner) {
    return childrenOf(spawner).stream()
        .map(child -> Path.of("/proc", Long.toString(child)))
        .map(PrivilegedLauncherIT::rootsProgram)
        .flatMap(Optional::stream)
        .filter(program -> !program.startsWith("openlauncher-"))
        .toList();
  }

  /** Empty where it is somebody else's, or has ended. */
  private static Optional<String> rootsProgram(Path process) {
    try {
      String program = Files.readString(process.resolve("comm")).strip();
      return Files.getAttribute(process, "unix:uid").equals(0)
          ? Optional.of(program)
          : Optional.empty();
    } catch (IOException ended) {
      return Optional.empty();
    }
  }

  private String submit(LauncherClient client, String command, String home) throws IOException {
    String answer = client.post("/jobs", body(command, home, ""));
    assertThat(answer).startsWith("HTTP/1.1 201");
    return id(answer);
  }

  private static String id(String answer) {
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }

  private String body(String command, String home, String more) {
    return "{\"job\":{\"name\":\"test\",\"cluster\":\"Local\",\"command\":\"%s\",\"workingDirectory\":\"%s\"%s}}"
        .formatted(command, folder.resolve(home), more);
  }

  private void awaitStatus(LauncherClient client, String job, String status) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(java.net.SocketException.class)
        .untilAsserted(
            () ->
                assertThat(client.get("/jobs/" + job + "?fields=status"))
                    .contains("\"" + status + "\""));
  }

  private LauncherClient client(String user) throws Exception {
    ScriptRun credential = call("credential", "--user=" + user);
    assertThat(credential.status()).as(credential.error()).isZero();
    return new LauncherClient(configuration.socket(), credential.output().strip());
  }

  private long launcherProcess() throws IOException {
    String pid = Files.readString(configuration.scratch().resolve("rstudio-launcher.pid"));
    return Long.parseLong(pid.split(" ", 2)[0]);
  }

  private static List<Long> childrenOf(long process) {
    return ProcessHandle.of(process).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList();
  }

  private ScriptRun call(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add("--config-dir=" + configuration.folder());
    return ScriptRun.begin(launcher, Map.of(), arguments.toArray(String[]::new));
  }

  /** The file of a launcher that was killed may still be there. */
  private void awaitReady(ScriptRun run) {
    Path ready = configuration.scratch().resolve("rstudio-launcher.ready");
    String mark = "\"pid\":" + run.pid() + ",";
    await()
        .atMost(PATIENCE)
        .failFast("ended before it was ready", () -> !run.isAlive())
        .until(() -> Files.exists(ready) && Files.readString(ready).contains(mark));
  }
}
