package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The servers that engines/kubernetes-up has started. */
final class ClusterServers {
  private ClusterServers() {}

  /** One of them. */
  static ProcessHandle server(String name) throws IOException {
    String noted = Files.readString(TestNamespace.folder().resolve(name + ".process")).strip();
    return ProcessHandle.of(Long.parseLong(noted.split(" ", -1)[0])).orElseThrow();
  }

  /** Kills one of them, at once. */
  static void kill(String name) throws Exception {
    ProcessHandle killed = server(name);
    killed.destroyForcibly();
    killed.onExit().get(1, TimeUnit.MINUTES);
  }

  /** Starts again what was killed. */
  static void restart() throws Exception {
    ProcessBuilder up =
        new ProcessBuilder(Path.of("..", "engines", "kubernetes-up").toRealPath().toString());
    up.environment()
        .put("OPENLAUNCHER_ENGINES", TestNamespace.folder().resolve("..").normalize().toString());
    Process process =
        up.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
