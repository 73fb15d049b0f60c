package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.logging.DebugLogging;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of two clusters, of which one has its own. */
class ClusterLogReloadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Logger OF_PLUGIN = LoggerFactory.getLogger("org.openlauncher.plugin.talks");
  private static final String FARM = "Farm";
  private static final String OTHER = "Other";

  @TempDir private Path folder;
  private final MainLog mainLog = new MainLog();
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private TestLauncher launcher;
  private ConfigurationReload reload;
  private Path logs;

  /** Stands for the launcher's own log. */
  private static final class MainLog extends AppenderBase<ILoggingEvent> {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      messages.add(event.getLevel() + " " + event.getFormattedMessage());
    }
  }

  private static ch.qos.logback.classic.Logger root() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return context.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @BeforeEach
  void start() throws IOException {
    DebugLogging.enable(false);
    mainLog.setContext(root().getLoggerContext());
    mainLog.start();
    root().addAppender(mainLog);
    logs = folder.resolve("logs");
    launcher = new TestLauncher(folder, "", FARM, OTHER);
    launcher.arrive(plugin);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                launcher.plugins.overview().stream()
                    .allMatch(cluster -> cluster.health().level() == Level.GREEN));
    reload = TestReload.of(launcher, folder);
  }

  @AfterEach
  void stop() {
    reload.close();
    launcher.close();
    root().detachAppender(mainLog);
  }

  private void reloadWith(String... lines) throws IOException {
    Files.write(folder.resolve("launcher.farm.conf"), List.of(lines));
    reload.run();
  }

  /** The plugin of a cluster talks, on a thread that it made itself. */
  private void talk(String cluster, String text) {
    plugin.cluster(cluster).validate.once(job -> saidOnAThread(job, text));
    launcher.submitted(cluster);
  }

  private static boolean saidOnAThread(JobSpecification job, String text) {
    Thread thread =
        new Thread(
            () -> {
              OF_PLUGIN.debug("debug {}", text);
              OF_PLUGIN.info("info {}", text);
              OF_PLUGIN.warn("warn {}", text);
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return job.name().isEmpty();
  }

  private String farmsLog() throws IOException {
    return Files.readString(logs.resolve("launcher.farm.log"));
  }

  @Test
  void theFileOfAClusterThatIsNotConfiguredAnyMoreIsClosed() throws IOException {
    reloadWith("logging-dir=" + logs);
    assertThat(openFiles()).contains(logs.resolve("launcher.farm.log"));

    Path file = folder.resolve("launcher.conf");
    Files.writeString(
        file, Files.readString(file).replaceFirst("\\[cluster]\nname=" + FARM + "\n.*\n", ""));
    reload.run();

    assertThat(launcher.plugins.overview()).extracting("name").containsExactly(OTHER);
    assertThat(openFiles()).doesNotContain(logs.resolve("launcher.farm.log"));
  }

  private static List<Path> openFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          files.add(Files.readSymbolicLink(descriptor));
        } catch (NoSuchFileException closedMeanwhile) {
          // The stream's own, or another thread's.
        }
      }
    }
    return files;
  }

  @Test
  void detailsOfOneClusterAreSwitched() throws IOException {
    reloadWith("enable-debug-logging=1");
    talk(FARM, "a");
    talk(OTHER, "b");
    reloadWith("enable-debug-logging=0");
    talk(FARM, "c");

    assertThat(mainLog.messages)
        .contains("DEBUG debug a", "INFO info a", "WARN warn a", "INFO info b", "INFO info c")
        .doesNotContain("DEBUG debug b", "DEBUG debug c");
    assertThat(plugin.cluster(FARM).openings()).as("it stayed open").hasSize(1);
  }

  @Test
  void aClusterCanBeLessTalkativeThanTheLauncher() throws IOException {
    DebugLogging.enable(true);
    reloadWith("enable-debug-logging=0");
    DebugLogging.enable(true);
    talk(FARM, "a");
    talk(OTHER, "b");
    DebugLogging.enable(false);

    assertThat(mainLog.messages).contains("INFO info a", "DEBUG debug b");
    assertThat(mainLog.messages).doesNotContain("DEBUG debug a");
  }

  @Test
  void aClusterHasALogOfItsOwn() throws IOException {
    reloadWith("logging-dir=" + logs, "enable-debug-logging=1");
    talk(FARM, "a");
    talk(OTHER, "b");

    assertThat(farmsLog()).contains("debug a").contains("info a").contains("warn a");
    assertThat(farmsLog()).doesNotContain("info b");
    assertThat(mainLog.messages)
        .contains("WARN warn a", "INFO info b")
        .doesNotContain("DEBUG debug a", "INFO info a");
    assertThat(Files.getPosixFilePermissions(logs.resolve("launcher.farm.log")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getPosixFilePermissions(logs))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));

    reloadWith("");
    talk(FARM, "c");
    assertThat(farmsLog()).doesNotContain("info c");
    assertThat(mainLog.messages).contains("INFO info c").doesNotContain("DEBUG debug c");
  }

  @Test
  void aFolderInWhichOthersCanReplaceFilesIsRefused() throws IOException {
    Files.createDirectory(logs);
    Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
    reloadWith("# a comment", "logging-dir=" + logs);

    assertThat(reload.troubles().get(0)).contains(folder.resolve("launcher.farm.conf") + ":2");
    assertThat(mainLog.messages)
        .anyMatch(
            text ->
                text.endsWith(
                    ":2: logging-dir: others can replace files in it; run: chmod go-w " + logs));
    Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxr-xr-x"));
    reload.run();
    assertThat(reload.troubles()).isEmpty();
    talk(FARM, "a");
    assertThat(farmsLog()).contains("info a");
  }

  @Test
  void aLinkInThePlaceOfTheLogIsNotFollowed() throws IOException {
    Files.createDirectory(logs);
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Files.createSymbolicLink(logs.resolve("launcher.farm.log"), victim);
    reloadWith("logging-dir=" + logs);
    talk(FARM, "a");

    assertThat(victim).hasContent("mine");
    assertThat(mainLog.messages)
        .anyMatch(text -> text.startsWith("ERROR Cluster Farm: logging-dir"))
        .contains("INFO info a");
  }
}
