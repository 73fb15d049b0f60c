package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.testing.ScriptRun;
import org.openlauncher.testing.TestBundle;
import org.openlauncher.testing.TestConfiguration;
import org.openlauncher.testing.UnpackedLauncher;

/** A launcher that is told to end before it is up leaves no sign of itself behind. */
class EarlyEndIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ENDED_BY_SIGTERM = 143;

  @TempDir private Path folder;
  private UnpackedLauncher launcher;
  private TestConfiguration configuration;

  @BeforeEach
  void unpack() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    launcher = UnpackedLauncher.copiedTo(folder.resolve("openlauncher"));
    TestBundle.HOST.packTo(launcher.jarOf("launcher-host"), "1.0.0");
    Files.setPosixFilePermissions(
        launcher.jarOf("launcher-host"), PosixFilePermissions.fromString("rw-r--r--"));
    configuration = TestConfiguration.in(folder);
  }

  /** In the order in which the boot makes them. */
  @ParameterizedTest
  @ValueSource(
      strings = {"rstudio-launcher.pid", "tmp", "framework/bundle1", "rstudio-launcher.ready"})
  void asSoonAsItHasMadeThat(String made) throws Exception {
    ScriptRun run = run();
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .failFast("ended before", () -> !run.isAlive())
        .until(() -> Files.exists(configuration.scratch().resolve(made)));
    run.terminate();

    assertThat(run.status()).as(run.error()).isZero();
    assertNothingIsLeft();
  }

  /** The moments are not chosen, but they are different ones. */
  @Test
  void atAnyMoment() throws Exception {
    for (int delay = 0; delay <= 1500; delay += 125) {
      ScriptRun run = run();
      TimeUnit.MILLISECONDS.sleep(delay);
      run.terminate();

      assertThat(run.status()).as(delay + " ms: " + run.error()).isIn(0, ENDED_BY_SIGTERM);
      assertNothingIsLeft();
    }
  }

  private void assertNothingIsLeft() {
    assertThat(configuration.scratch().resolve("rstudio-launcher.pid")).doesNotExist();
    assertThat(configuration.scratch().resolve("rstudio-launcher.ready")).doesNotExist();
  }

  private ScriptRun run() throws IOException {
    return ScriptRun.begin(launcher, Map.of(), "run", "--config-dir=" + configuration.folder());
  }
}
