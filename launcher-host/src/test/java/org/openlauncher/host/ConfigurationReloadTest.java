package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.config.session.SessionConfiguration;
import org.openlauncher.config.session.Workbench;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterEvents;
import org.openlauncher.host.clusters.ConfiguredClusters;
import org.openlauncher.host.clusters.PluginRegistry;
import org.openlauncher.host.logging.ClusterLogs;
import org.openlauncher.host.logging.DebugLogging;
import org.openlauncher.host.logging.LogRecorder;
import org.openlauncher.host.testing.TestUsers;
import org.slf4j.LoggerFactory;

class ConfigurationReloadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CLUSTER = "[cluster]\nname=Local\ntype=Local\n";

  @TempDir private Path folder;
  private Path file;
  private LogRecorder log;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ClusterLogs logs = ClusterLogs.install();
  private ConfiguredClusters clusters;
  private PluginRegistry plugins;
  private LiveSessions sessions;
  private ConfigurationReload reload;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("launcher.conf");
    Files.writeString(file, "[server]\nport=5559\n" + CLUSTER);
    LauncherConfiguration atStart =
        LauncherConfiguration.read(new ConfigurationFolder(folder), new Problems()).orElseThrow();
    clusters = new ConfiguredClusters(atStart, timer);
    plugins = new PluginRegistry(clusters, new NoJobs(), new TestUsers(), "instance", logs);
    sessions = TestSessionFiles.of(atStart);
    reload = new ConfigurationReload(atStart, plugins.renewal(), sessions);
    DebugLogging.enable(false);
    log = new LogRecorder("org.openlauncher");
  }

  @AfterEach
  void stop() {
    log.close();
    reload.close();
    plugins.close();
    logs.close();
    timer.shutdownNow();
  }

  /** No cluster is ever open here. */
  private static final class NoJobs implements ClusterEvents {
    @Override
    public CompletableFuture<Void> opened(ClusterDoor door) {
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
        .contains(
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
        thread-pool-size=3
        bootstrap-timeout-seconds=7
        [cluster]
        name=Local
        type=Docker
        allowed-groups=staff
        [cluster]
        name=Other
        type=Strange
        """);

    assertThat(log.messages())
        .containsExactly(
            "WARN "
                + file
                + ":6: warning: cluster Local: type=Docker needs a restart; in effect is type=Local",
            "WARN "
                + file
                + ":6: warning: cluster Local: there is no plugin of type Local; it is opened when"
                + " one comes",
            "WARN "
                + file
                + ":10: warning: cluster Other: there is no plugin of type Strange; it is opened"
                + " when one comes",
            "INFO " + file + " was read again; enable-debug-logging is 0",
            "INFO Cluster Other is new in the configuration",
            "WARN port=5560 (" + file + ":3) needs a restart; in effect is port=5559");
    assertThat(clusters.adminGroup()).contains("staff");
    assertThat(plugins.overview()).extracting("name").containsExactly("Local", "Other");
  }

  @Test
  void whatIsGoneIsToldOnlyOnce() throws IOException {
    reloadWith("[server]\n[cluster]\nname=Other\ntype=Local\n");
    reload.run();

    assertThat(log.messages().stream().filter(message -> !message.contains("no plugin of type")))
        .containsExactly(
            "INFO " + file + " was read again; enable-debug-logging is 0",
            "INFO Cluster Local is no longer in the configuration; its jobs go on",
            "INFO Cluster Other is new in the configuration",
            "INFO " + file + " was read again; enable-debug-logging is 0");
    assertThat(plugins.overview()).extracting("name").containsExactly("Other");
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
        .contains(
            "ERROR " + file + " was read again and has errors; what was in effect stays in effect",
            "ERROR " + file + ":3: unknown key \"prot\"; did you mean \"port\"?");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private List<String> variables() {
    return sessions.get().configuration().variables().stream()
        .map(entry -> entry.variable().name() + "=" + entry.variable().value())
        .toList();
  }

  @Test
  void whatSessionsAreMadeFromIsReadAgain() throws IOException {
    List<SessionConfiguration> told = new ArrayList<>();
    sessions.listen(told::add);
    file("launcher-env", "A=1\n");
    file("jupyter.conf", "labs-enabled=1\n");
    file("rserver.conf", "launcher-sessions-connection-timeout-seconds=7\n");
    reload.run();

    assertThat(variables()).containsExactly("A=1");
    assertThat(sessions.get().configuration().enabled(Workbench.JUPYTER_LAB).value()).isTrue();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).connectionTimeout()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "launcher-env, B, 1",
    "launcher-mounts, MountType: Hots, 1",
    "launcher-ports, port9, 1",
    "rserver.conf, launcher-port=x, 1",
    "jupyter.conf, labs-enabled=maybe, 1",
    "vscode.conf, enabled=2, 1",
  })
  void oneWrongFileOfSessionsKeepsAllAsItWas(String name, String content, int line)
      throws IOException {
    file("launcher-ports", "6000\n");
    reload.run();
    file("launcher-ports", "6001\n");
    Path wrong = file(name, content + "\n");
    reloadWith("[server]\nport=5559\nenable-debug-logging=1\n" + CLUSTER);

    assertThat(debugLogging()).isFalse();
    assertThat(sessions.get().configuration().ports()).extracting("port").containsExactly(6000);
    assertThat(log.messages()).anyMatch(text -> text.startsWith("ERROR " + wrong + ":" + line));
    assertThat(reload.troubles())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("(" + wrong + ":" + line)
        .doesNotContain(content);
    Files.delete(wrong);
    file("launcher-ports", "6001\n");
    reload.run();
    assertThat(sessions.get().configuration().ports()).extracting("port").containsExactly(6001);
    assertThat(debugLogging()).isTrue();
    assertThat(reload.troubles()).isEmpty();
  }

  @Test
  void filesOfSessionsAreSeenWithoutAnySignal() throws IOException {
    reload.watch();
    file("launcher-env", "A=1\n");
    await().atMost(PATIENCE).until(() -> variables().equals(List.of("A=1")));
    Path wrong = file("launcher-env", "A=1\nB\n");
    await().atMost(PATIENCE).until(() -> !reload.troubles().isEmpty());
    assertThat(reload.troubles().get(0)).contains(wrong + ":2");

    file("launcher-env", "A=2\n");
    await().atMost(PATIENCE).until(() -> variables().equals(List.of("A=2")));
    assertThat(reload.troubles()).isEmpty();
  }

  @Test
  void sessionsWithoutAKeyNeedARestart() throws IOException {
    Path server =
        file(
            "rserver.conf",
            """
            launcher-sessions-enabled=1
            launcher-address=localhost
            launcher-port=5559
            launcher-sessions-callback-address=http://rstudio:8787
            """);
    reload.run();

    assertThat(log.messages())
        .contains(
            "WARN launcher-sessions-enabled=1 ("
                + server
                + ":1) needs a restart: the launcher has no session key");
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
