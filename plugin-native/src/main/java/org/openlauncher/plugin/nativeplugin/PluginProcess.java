package org.openlauncher.plugin.nativeplugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openlauncher.plugin.nativeplugin.wire.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a plugin: what it writes to standard error goes to the log. */
final class PluginProcess {
  private static final Logger LOG = LoggerFactory.getLogger(PluginProcess.class);
  private static final int LONGEST_LINE = 4_000;

  /** No secret of the launcher's environment is for the plugin. */
  private static final List<String> VARIABLES =
      List.of(
          "PATH",
          "LANG",
          "LC_ALL",
          "TZ",
          "HOME",
          "USER",
          "JAVA_HOME",
          "RSTUDIO_CONFIG_DIR",
          "XDG_CONFIG_DIRS");

  private final String cluster;
  private final Process process;
  private final Thread complaints;
  private volatile String lastComplaint = "";

  private PluginProcess(String cluster, Process process) {
    this.cluster = cluster;
    this.process = process;
    this.complaints = new Thread(this::drain, "native-" + cluster + "-stderr");
    complaints.setDaemon(true);
  }

  static PluginProcess start(String cluster, List<String> command, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(VARIABLES);
    PluginProcess started = new PluginProcess(cluster, builder.start());
    started.complaints.start();
    return started;
  }

  private void drain() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = reader.read(); next >= 0; next = reader.read()) {
        if (next == '\n') {
          tell(line);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) next);
        }
      }
      tell(line);
    } catch (IOException closed) {
      LOG.debug("Cluster {}: standard error of the plugin is closed", cluster, closed);
    }
  }

  private void tell(StringBuilder line) {
    if (line.length() > 0) {
      lastComplaint = Printable.of(line.toString(), LONGEST_LINE);
      LOG.info("Cluster {}: plugin says: {}", cluster, lastComplaint);
      line.setLength(0);
    }
  }

  /** What it last wrote to standard error; empty text for nothing. */
  String lastComplaint() {
    return lastComplaint;
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** Waits for the end, and tells the exit code. */
  int await() throws InterruptedException {
    int code = process.waitFor();
    complaints.join(TimeUnit.SECONDS.toMillis(1));
    return code;
  }

  /** Has something done some time after its end, when what it wrote last has been read. */
  void afterEnd(Duration delay, Runnable task) {
    var unused =
        process
            .onExit()
            .thenRunAsync(
                task, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Asks it to end by closing its input, then by signals, and waits that long before each. */
  void stop(Duration grace) {
    try {
      process.getOutputStream().close();
    } catch (IOException broken) {
      LOG.debug("Cluster {}: the plugin's input is closed already", cluster, broken);
    }
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
          kill();
          process.waitFor();
        }
      }
    } catch (InterruptedException interrupted) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  void kill() {
    process.destroyForcibly();
  }
}
