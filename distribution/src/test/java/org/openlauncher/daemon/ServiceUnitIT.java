package org.openlauncher.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.testing.UnpackedLauncher;

/** The unit file for systemd, as it is shipped. */
class ServiceUnitIT {
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final UnpackedLauncher LAUNCHER = UnpackedLauncher.built();

  @TempDir private Path folder;

  @Test
  void systemdUnderstandsIt() throws Exception {
    assumeTrue(Files.isExecutable(ANALYZE), "there is a systemd-analyze");
    Path unit = folder.resolve("rstudio-launcher.service");
    Files.writeString(
        unit,
        String.join("\n", lines().toList())
            .replace("/opt/openlauncher", LAUNCHER.home().toString()));
    Process analyze =
        new ProcessBuilder(ANALYZE.toString(), "verify", unit.toString())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(analyze.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(analyze.waitFor()).isZero();
  }

  @Test
  void whatOnlyAnAdministratorCanMendIsNotTriedAgain() throws IOException {
    String statuses =
        lines()
            .filter(line -> line.startsWith("RestartPreventExitStatus="))
            .findAny()
            .orElseThrow();

    assertThat(List.of(statuses.substring(statuses.indexOf('=') + 1).split(" ")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    ExitStatus.USAGE,
                    ExitStatus.BROKEN_INSTALLATION,
                    ExitStatus.NO_PERMISSION,
                    ExitStatus.CONFIGURATION)
                .map(status -> Integer.toString(status.number()))
                .toList());
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(LAUNCHER.home().resolve("systemd/rstudio-launcher.service")).stream();
  }
}
