package org.openlauncher.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One call of bin/rstudio-launcher. Output goes to files, which a background process may keep. */
public final class ScriptRun {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path output;
  private final Path error;

  private ScriptRun(Process process, Path output, Path error) {
    this.process = process;
    this.output = output;
    this.error = error;
  }

  public static ScriptRun begin(
      UnpackedLauncher launcher, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.script().toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(Path.of("target"), "script", ".out");
    Path error = Files.createTempFile(Path.of("target"), "script", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(error.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ScriptRun(process, output, error);
  }

  public int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("no end within " + PATIENCE_SECONDS + " s: " + process.info());
    }
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGHUP. */
  public void hangUp() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("process " + process.pid() + " could not be signalled");
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  public String error() throws IOException {
    return Files.readString(error);
  }
}
