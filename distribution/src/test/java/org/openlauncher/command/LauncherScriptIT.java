package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/** The start script as an administrator calls it; a stand-in keeps the host's side. */
class LauncherScriptIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;

  @BeforeEach
  void unpack() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    Path host = launcher.jarOf("launcher-host");
    TestBundle.HOST.packTo(host, "1.0.0");
    Files.setPosixFilePermissions(host, PosixFilePermissions.fromString("rw-r--r--"));
    configuration = TestConfiguration.in(folder);
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(call("stop").status()).isZero();
  }

  @Test
  void startsAnswersAndStops() throws Exception {
    ScriptRun start = call("start");
    assertThat(start.status()).as(start.error()).isZero();
    assertThat(start.output())
        .contains("listens on 127.0.0.1:")
        .contains(configuration.log().resolve("rstudio-launcher.log").toString())
        .containsPattern("every job runs as |jobs run as their owners");

    ScriptRun status = call("status");
    assertThat(status.status()).as(status.error()).isZero();
    assertThat(status.output()).isEqualTo("{\"status\":\"Green\"}\n");

    ScriptRun again = call("start");
    assertThat(again.status()).isZero();
    assertThat(again.output()).contains("already running");

    ScriptRun stop = call("stop");
    assertThat(stop.status()).isZero();
    assertThat(stop.output()).contains("has ended; jobs go on");
    assertThat(call("status").status()).isEqualTo(3);
    assertThat(configuration.scratch().resolve("rstudio-launcher.pid")).doesNotExist();
  }

  @Test
  void restartsUnderANewProcess() throws Exception {
    assertThat(call("start").status()).isZero();
    String before = pidFile();
    assertThat(call("restart").status()).isZero();
    assertThat(pidFile()).isNotEqualTo(before);
  }

  @Test
  void aLauncherThatCouldNotStartAgainIsNotStopped() throws Exception {
    assertThat(call("start").status()).isZero();
    String before = pidFile();
    Path file = configuration.folder().resolve("launcher.conf");
    Files.writeString(file, Files.readString(file) + "type=Local\nport=http\n");
    int lines = Files.readAllLines(file).size();

    ScriptRun restart = call("restart");
    assertThat(restart.status()).isEqualTo(78);
    assertThat(restart.error())
        .contains(file + ":" + (lines - 1) + ": the key \"type\" stands here already")
        .contains(file + ":" + lines + ": unknown key \"port\"");
    assertThat(pidFile()).isEqualTo(before);
    assertThat(call("status").status()).isZero();
  }

  @Test
  void rootMakesFoldersThatTheServiceUserReaches() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root makes folders for another user");
    Path scratch = folder.resolve("lib/launcher/scratch");
    Path file = configuration.folder().resolve("launcher.conf");
    Files.writeString(
        file,
        Files.readString(file).replace(configuration.scratch().toString(), scratch.toString()));

    ScriptRun start = call("start");
    assertThat(start.status()).as(start.error()).isZero();
  }

  @Test
  void startTellsWhyTheHostRefused() throws Exception {
    Files.createFile(configuration.folder().resolve("refuse"));
    ScriptRun start = call("start");
    assertThat(start.status()).isEqualTo(78);
    assertThat(start.error()).contains("launcher.conf:3: ERROR refused by the stand-in");
  }

  @Test
  void startLeavesNothingBehindThatDoesNotGetReady() throws Exception {
    Files.createFile(configuration.folder().resolve("stay-silent"));
    Path file = configuration.folder().resolve("launcher.conf");
    Files.writeString(
        file, Files.readString(file).replace("[server]", "[server]\nbootstrap-timeout-seconds=2"));
    ScriptRun start = call("start");
    assertThat(start.status()).isEqualTo(1);
    assertThat(start.error()).contains("not ready within 2 s (bootstrap-timeout-seconds)");
    assertThat(call("status").status()).isEqualTo(3);
  }

  @Test
  void aTerminatedRunEndsWithZero() throws Exception {
    ScriptRun run = call("run");
    awaitReady(run);
    run.terminate();
    assertThat(run.status()).as(run.error()).isZero();
    assertThat(configuration.scratch().resolve("rstudio-launcher.ready")).doesNotExist();
  }

  @Test
  void twoLaunchersDoNotShareAScratchFolder() throws Exception {
    ScriptRun first = call("run");
    awaitReady(first);
    ScriptRun second = call("run");
    assertThat(second.status()).isEqualTo(75);
    assertThat(second.error())
        .contains("another launcher (process " + first.pid() + ") uses scratch-path");
    assertThat(first.isAlive()).isTrue();
    first.terminate();
    assertThat(first.status()).isZero();
  }

  @Test
  void aMissingLibraryIsNamed() throws Exception {
    Files.delete(launcher.jarOf("jetty-io"));
    ScriptRun run = call("run");
    assertThat(run.status()).isEqualTo(70);
    assertThat(run.error())
        .contains("org.eclipse.jetty.server: Unable to resolve")
        .contains("org.eclipse.jetty.io");
  }

  @Test
  void checkConfigAsksTheHostAndOpensNothing() throws Exception {
    ScriptRun check = call("check-config", "--json");
    assertThat(check.status()).as(check.error()).isZero();
    assertThat(check.output()).isEqualTo("checked as json\n");
    assertThat(configuration.scratch()).doesNotExist();
  }

  @Test
  void anAbsentConfigurationIsNamed() throws Exception {
    Files.delete(configuration.folder().resolve("launcher.conf"));
    ScriptRun run = call("run");
    assertThat(run.status()).isEqualTo(78);
    assertThat(run.error()).contains(configuration.folder().resolve("launcher.conf").toString());
    Files.writeString(
        configuration.folder().resolve("launcher.conf"),
        "[server]\nscratch-path=" + configuration.scratch() + "\n");
  }

  @Test
  void startedByRootItHasNothingOfRootsLeft() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root can lower itself");
    assumeTrue(Files.exists(launcher.spawner()), "built without a C compiler");
    ScriptRun run = call("run");
    awaitReady(run);
    assertNothingOfRoots(run.pid());
    assertThat(Files.readString(Path.of("/proc", Long.toString(run.pid()), "cmdline")))
        .contains("-Dopenlauncher.spawner=inherited")
        .doesNotContain("key");
    assertThat(run.error()).contains("jobs run as their owners");
    run.terminate();
    assertThat(run.status()).isZero();
  }

  @Test
  void withoutASpawnerNothingOfRootsIsLeftEither() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root can lower itself");
    Files.deleteIfExists(launcher.spawner());
    ScriptRun run = call("run");
    awaitReady(run);
    assertNothingOfRoots(run.pid());
    assertThat(Files.readString(Path.of("/proc", Long.toString(run.pid()), "cmdline")))
        .contains("-Dopenlauncher.key.stdin=1", "-Dopenlauncher.spawner=\0");
    assertThat(run.error()).contains("every job runs as nobody");
    run.terminate();
    assertThat(run.status()).isZero();
  }

  private static void assertNothingOfRoots(long process) throws IOException {
    assertThat(Files.readAllLines(Path.of("/proc", Long.toString(process), "status")))
        .contains(
            "CapInh:\t0000000000000000",
            "CapPrm:\t0000000000000000",
            "CapEff:\t0000000000000000",
            "CapBnd:\t0000000000000000",
            "NoNewPrivs:\t1")
        .noneMatch(line -> line.matches("(Uid|Gid|Groups):.*\\b0\\b.*"));
  }

  @Test
  void rootRunsNoSpawnerThatOthersCanChange() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root runs a spawner");
    assumeTrue(Files.exists(launcher.spawner()), "built without a C compiler");
    Files.setPosixFilePermissions(launcher.spawner(), PosixFilePermissions.fromString("rwxrwxrwx"));
    ScriptRun run = call("run");
    assertThat(run.status()).isEqualTo(77);
    assertThat(run.error())
        .contains("root does not run " + launcher.spawner())
        .contains("mode 0777");
  }

  @Test
  void rootGoesByNoConfigurationThatOthersCanChange() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root has to be wary");
    Path file = configuration.folder().resolve("launcher.conf");
    Files.setAttribute(file, "unix:uid", 54321);
    for (String command : new String[] {"run", "start", "check-config"}) {
      ScriptRun run = call(command);
      assertThat(run.status()).isEqualTo(77);
      assertThat(run.error())
          .contains("root does not go by " + file)
          .contains("user 54321")
          .contains("chown root " + file);
    }
  }

  @Test
  void rootRefusesAKeyThatOthersMayRead() throws Exception {
    assumeTrue(ServiceAccount.startedByRoot(), "only root hands the key over");
    Path key = configuration.folder().resolve("secure-cookie-key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    ScriptRun run = call("run");
    assertThat(run.status()).isEqualTo(78);
    assertThat(run.error()).contains("found mode 0640").contains("chmod 0600 " + key);
  }

  @Test
  void anOldJavaIsRefusedByName() throws Exception {
    Path home = folder.resolve("java11");
    Path java = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Files.copy(launcher.script(), java.resolve("java"));
    ScriptRun run = ScriptRun.begin(launcher, Map.of("JAVA_HOME", home.toString()), "version");
    assertThat(run.status()).isEqualTo(69);
    assertThat(run.error()).contains("is version 11; Java 17 or newer is needed");
  }

  @Test
  void anUnknownOptionShowsTheUsage() throws Exception {
    ScriptRun run = call("run", "--colour");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.error()).contains("Unknown option: '--colour'");
  }

  private ScriptRun call(String command, String... options) throws IOException {
    String[] arguments = new String[options.length + 2];
    arguments[0] = command;
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "--config-dir=" + configuration.folder();
    return ScriptRun.begin(launcher, Map.of(), arguments);
  }

  private void awaitReady(ScriptRun run) {
    await()
        .atMost(PATIENCE)
        .failFast("ended before it was ready", () -> !run.isAlive())
        .until(() -> Files.exists(configuration.scratch().resolve("rstudio-launcher.ready")));
  }

  private String pidFile() throws IOException {
    return Files.readString(configuration.scratch().resolve("rstudio-launcher.pid"));
  }
}
