package org.openlauncher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedConfigurationTest {
  private static final String WRONG_CLUSTER = "[cluster]\nnmae=Local\ntype=Local\n";

  @TempDir private Path folder;
  private Installation installation;
  private Path file;

  @BeforeEach
  void nameFiles() {
    installation = new Installation(folder, folder);
    file = folder.resolve("launcher.conf");
  }

  @Test
  void whoServesIsToldAllProblemsAtOnceEachWithItsLine() throws IOException {
    Files.writeString(file, "[server]\nport=http\nscratch-path=here\n" + WRONG_CLUSTER);

    assertRefused(
        () -> CheckedConfiguration.ofLauncher(installation),
        file + ":2: port: expected a whole number from 1 to 65535, found \"http\"",
        file + ":3: scratch-path: expected an absolute path, found \"here\"",
        file + ":4: [cluster]: the key \"name\" is required and missing",
        file + ":5: unknown key \"nmae\"; did you mean \"name\"?");
  }

  @Test
  void whoFindsTheLauncherDoesNotMindClusters() throws Exception {
    Files.writeString(file, "[server]\nscratch-path=/srv/scratch\n" + WRONG_CLUSTER);

    assertThat(CheckedConfiguration.ofServer(installation).scratchFolder())
        .isEqualTo(Path.of("/srv/scratch"));
  }

  /** A misspelt scratch-path would make it look for another launcher. */
  @Test
  void whoFindsTheLauncherMindsTheServer() throws IOException {
    Files.writeString(file, "[server]\nscratch-pth=/srv/scratch\n");

    assertRefused(
        () -> CheckedConfiguration.ofServer(installation),
        file + ":2: unknown key \"scratch-pth\"; did you mean \"scratch-path\"?");
  }

  @Test
  void whoChecksGoesOnWithWhatIsWrong() throws Exception {
    Files.writeString(file, "[server]\nport=http\nserver-user=launcher\n");

    assertThat(CheckedConfiguration.forCheck(installation).serverUser()).isEqualTo("launcher");
  }

  @Test
  void nobodyGoesOnWithoutTheFile() {
    assertThatThrownBy(() -> CheckedConfiguration.forCheck(installation))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith(file + ": there is no such file; create it");
  }

  private static void assertRefused(ThrowingCallable reading, String... lines) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            StartupException.class,
            refused -> assertThat(refused.status()).isEqualTo(ExitStatus.CONFIGURATION.number()))
        .hasMessage(String.join("\n", lines));
  }
}
