package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.daemon.ServiceAccount;
import org.openlauncher.testing.OrdinaryUser;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/**
 * The packed launcher as the native plugin of another one, which was written by hand of the
 * description of the Launcher Plugin API. Root's jobs run as their owner.
 */
class ServeAsPluginIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path PEER =
      Path.of("src/test/python/hand-written-launcher.py").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 180;
  private static final int USAGE = 2;
  private static final int CONFIGURATION = 78;

  @TempDir private static Path home;
  private static UnpackedLauncher launcher;

  @TempDir private Path folder;
  private TestConfiguration configuration;
  private String user;

  @BeforeAll
  static void unpack() throws IOException {
    assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(home.resolve("openlauncher"));
  }

  @BeforeEach
  void configure() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    configuration = TestConfiguration.in(folder);
    user = OrdinaryUser.of("alice").name();
  }

  /** What the peer prints at its end; its other words are in the failure. */
  private void passes(String scenario, String runsAs, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                PYTHON.toString(),
                PEER.toString(),
                scenario,
                user,
                runsAs,
                "--",
                launcher.home().resolve("bin/rstudio-launcher-plugin").toString(),
                "--plugin-name=theirs",
                "--cluster=local",
                "--config-dir=" + configuration.folder(),
                "--server-user=nobody",
                "--scratch-path=" + folder.resolve("theirs"),
                "--logging-dir=" + folder.resolve("log"),
                "--launcher-config-file=/etc/rstudio/launcher.conf",
                "--enable-debug-logging=0",
                "--heartbeat-interval-seconds=1",
                "--job-expiry-hours=24",
                "--thread-pool-size=4",
                "--plugin-metrics-interval-seconds=2",
                "--log-level=WARNING",
                "--max-message-size=5242880",
                "--rsandbox-path=/usr/lib/rstudio-server/bin/rsandbox"));
    command.addAll(List.of(more));
    Path told = folder.resolve("told");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process peer = builder.start();
    if (!peer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      peer.descendants().forEach(ProcessHandle::destroy);
      peer.destroy();
    }
    assertThat(peer.waitFor()).as(Files.readString(told)).isZero();
    assertThat(Files.readString(told)).endsWith("passed\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deaf", "oversized", "cut"})
  void talksWithAnotherLauncher(String scenario) throws Exception {
    passes(scenario, "owner", "--unprivileged=0");
  }

  @Test
  void doesWhatAnotherLauncherAsksFor() throws Exception {
    passes("everything", "owner", "--unprivileged=0");

    for (String request : List.of("SubmitJob", "ControlJob")) {
      assertAudited(
          "\"user\":\"" + user + "\"",
          "\"request\":\"" + request + "\"",
          "\"owner\":\"" + user + "\"",
          "\"result\":\"allowed\"");
    }
  }

  @Test
  void refusesWhatIsWrongOrAnothers() throws Exception {
    passes("refusals", "owner", "--unprivileged=0");

    assertAudited("\"request\":\"ControlJob\"", "\"result\":\"refused\"");
  }

  private void assertAudited(String... parts) throws IOException {
    Path audit = folder.resolve("log/rstudio-Local-launcher.audit.log");
    assertThat(Files.readAllLines(audit))
        .anySatisfy(line -> assertThat(line).contains("\"from\":\"launcher\"").contains(parts));
  }

  @Test
  void runsAllJobsAsOneUserWhereItIsToldTo() throws Exception {
    passes("everything", ServiceAccount.startedByRoot() ? "nobody" : "owner", "--unprivileged=1");
  }

  @Test
  void findsItsJobsAgainAfterItWasKilled() throws Exception {
    passes("restart", "owner");
    passes("restarted", "owner");
  }

  @Test
  void refusesWhatIsWrongWithItsArguments() throws Exception {
    assertRefused(USAGE, "--cluster=Local", "--frobnicate=1").contains("--frobnicate");
    assertRefused(USAGE).contains("--plugin-name=NAME");
    assertRefused(
            CONFIGURATION,
            "--cluster=Nowhere",
            "--heartbeat-interval-seconds=soon",
            "--scratch-path=here")
        .contains("name=Nowhere, found Local")
        .contains("--heartbeat-interval-seconds: expected")
        .contains("\"soon\"")
        .contains("--scratch-path: expected an absolute path");
  }

  @Test
  void doesNotStartItself() throws Exception {
    Path file = configuration.folder().resolve("launcher.conf");
    Files.writeString(
        file, Files.readString(file).replace("type=Local", "type=Plugin\nexe=/usr/bin/true"));

    assertRefused(CONFIGURATION, "--cluster=Local")
        .contains("launcher.conf:8: cluster Local is served by a native plugin itself")
        .contains("--config-dir");
  }

  private AbstractStringAssert<?> assertRefused(int status, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("plugin"));
    all.addAll(List.of(arguments));
    all.add("--config-dir=" + configuration.folder());
    ScriptRun run = ScriptRun.begin(launcher, Map.of(), all.toArray(String[]::new));
    assertThat(run.status()).as(run.error()).isEqualTo(status);
    assertThat(run.output()).as("nothing but frames goes to standard output").isEmpty();
    return assertThat(run.error());
  }
}
