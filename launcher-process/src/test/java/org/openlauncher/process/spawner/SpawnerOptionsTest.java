package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnerOptionsTest {
  private static final int USAGE = 64;

  private record Result(int code, String text) {}

  private static Result run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(TestedSpawner.binary().toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(WireClient.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), text);
  }

  @Test
  void versionAndHelpAreTold() throws Exception {
    assertThat(run("--version").text()).matches("openlauncher-spawner [0-9].*\n");
    assertThat(run("--help").text()).contains("--server-user=NAME", "--unprivileged");
    assertThat(run("--help").code()).isZero();
  }

  @Test
  void checkTellsWhatThisMachineCanDo() throws Exception {
    Result result = run("--check");

    assertThat(result.code()).isZero();
    assertThat(result.text()).contains("protocol: 1\n", "memory limit: ", "pam: ", "other users: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--nonsense",
        "--unprivileged --server-user=alice",
        "--unprivileged true",
        "--server-user=alice"
      })
  void whatMakesNoSenseIsRefused(String options) throws Exception {
    String[] words = options.isEmpty() ? new String[0] : options.split(" ", -1);

    assertThat(run(words).code()).isEqualTo(USAGE);
  }
}
