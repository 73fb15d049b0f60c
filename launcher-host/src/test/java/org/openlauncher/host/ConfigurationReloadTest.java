package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterEvents;
import org.openlauncher.host.clusters.ConfiguredClusters;
import org.openlauncher.host.clusters.PluginRegistry;
import org.openlauncher.host.logging.DebugLogging;
import org.openlauncher.host.logging.LogRecorder;
import org.openlauncher.host.testing.TestUsers;
import org.slf4j.LoggerFactory;

class ConfigurationReloadTest {
  private static final String CLUSTER = "[cluster]\nname=Local\ntype=Local\n";

  @TempDir private Path folder;
  private Path file;
  private LogRecorder log;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private PluginRegistry plugins;
  private ConfigurationReload reload;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("launcher.conf");
    Files.writeString(file, "[server]\nport=5559\n" + CLUSTER);
    LauncherConfiguration atStart =
        LauncherConfiguration.read(new ConfigurationFolder(folder), new Problems()).orElseThrow();
    plugins =
        new PluginRegistry(
            new ConfiguredClusters(atStart, timer), new NoJobs(), new TestUsers(), "instance");
    reload = new ConfigurationReload(atStart, plugins);
    DebugLogging.enable(false);
    log = new LogRecorder("org.openlauncher");
  }

  @AfterEach
  void stop() {
    log.close();
    reload.close();
    plugins.close();
    timer.shutdownNow();
  }

  /** No cluster is ever open here. */
  private static final class NoJobs implements ClusterEvents {
    @Override
    public void opened(ClusterDoor door) {
      throw new AssertionError();
    }

    @Override
    public void closing(ClusterDoor door) {
      throw new AssertionError();
    }

    @Override
    public void observed(ClusterDoor door, Observation observation) {
      throw new AssertionError();
    }
  }

  private void reloadWith(String content) throws IOException {
    Files.writeString(file, content);
    reload.run();
  }

  private static boolean debugLogging() {
    return LoggerFactory.getLogger("org.openlauncher.host.jobs.Jobs").isDebugEnabled();
  }

  @Test
  void debugLoggingIsSwitched() throws IOException {
    reloadWith("[server]\nport=5559\nenable-debug-logging=1\n" + CLUSTER);
    assertThat(debugLogging()).isTrue();

    reloadWith("[server]\nport=5559\n" + CLUSTER);
    assertThat(debugLogging()).isFalse();
    assertThat(log.messages())
        .containsExactly(
            "INFO " + file + " was read again; enable-debug-logging is 1",
            "INFO " + file + " was read again; enable-debug-logging is 0");
  }

  @Test
  void whatElseWasChangedNeedsARestart() throws IOException {
    reloadWith(
        """
        [server]
        admin-group=staff
        port=5560
        [cluster]
        name=Local
        type=Local
        allowed-groups=staff
        [cluster]
        name=Other
        type=Local
        """);

    assertThat(log.messages())
        .containsExactly(
            "INFO " + file + " was read again; enable-debug-logging is 0",
            "WARN Cluster Other is new; it needs a restart",
            "WARN port=5560 (" + file + ":3) needs a restart; in effect is port=5559",
            "WARN admin-group=staff ("
                + file
                + ":2) needs a restart; in effect is admin-group not"
                + " set");
  }

  @Test
  void whatIsGoneNeedsARestart() throws IOException {
    reloadWith("[server]\n[cluster]\nname=Other\ntype=Local\n");

    assertThat(log.messages())
        .containsExactly(
            "INFO " + file + " was read again; enable-debug-logging is 0",
            "WARN Cluster Other is new; it needs a restart",
            "WARN Cluster Local is gone; that needs a restart");
  }

  @Test
  void aPasswordThatWasChangedIsToldButNotShown() throws IOException {
    reloadWith(
        "[server]\njob-store-url=jdbc:postgresql://db/jobs?user=a&password=hidden\n" + CLUSTER);

    assertThat(log.messages())
        .contains("WARN job-store-url is another one; it needs a restart")
        .noneMatch(message -> message.contains("hidden"));
  }

  @Test
  void ofAFileWithErrorsNothingTakesEffect() throws IOException {
    reloadWith("[server]\nenable-debug-logging=1\nprot=5560\n" + CLUSTER);

    assertThat(debugLogging()).isFalse();
    assertThat(log.messages())
        .containsExactly(
            "ERROR " + file + " was read again and has errors; what was in effect stays in effect",
            "ERROR " + file + ":3: unknown key \"prot\"; did you mean \"port\"?");
  }

  @Test
  void aFileThatIsGoneChangesNothing() throws IOException {
    DebugLogging.enable(true);
    Files.delete(file);
    reload.run();

    assertThat(debugLogging()).isTrue();
    assertThat(log.messages()).hasSize(2).allMatch(message -> message.startsWith("ERROR " + file));
  }
}
