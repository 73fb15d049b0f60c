package org.openlauncher.plugin.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The plugin in a launcher that root has started; the tests themselves run in a JVM like it. */
final class LocalPrivilegedTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> jobsAsTheirOwners() throws IOException, InterruptedException {
    SpawnedJvm.requireRoot();
    List<String> outcomes;
    List<String> classes =
        List.of(LocalContractTest.class.getName(), PrivilegedJobs.class.getName());
    try (SpawnedJvm jvm = SpawnedJvm.start(folder, PrivilegedRun.class, classes)) {
      outcomes = lines(jvm.process());
      assertThat(jvm.process().waitFor()).isZero();
    }
    assertThat(outcomes).as("tests that were run").isNotEmpty();
    return outcomes.stream().map(LocalPrivilegedTest::test);
  }

  private static List<String> lines(Process process) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static DynamicTest test(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[1].startsWith("=")) {
      throw new AssertionError("the tests say: " + line);
    }
    String name = PrivilegedRun.decoded(parts[1]);
    String reason = PrivilegedRun.decoded(parts[2]);
    return dynamicTest(
        name,
        () -> {
          switch (parts[0]) {
            case PrivilegedRun.PASSED -> assertThat(reason).isEmpty();
            case PrivilegedRun.SKIPPED -> abort(reason);
            default -> throw new AssertionError(name + ": " + reason);
          }
        });
  }

  @Test
  void aLauncherThatHasLostItsSpawnerSaysSoAndLosesNoJob()
      throws IOException, InterruptedException {
    SpawnedJvm.requireRoot();
    try (SpawnedJvm jvm = SpawnedJvm.start(folder, SpawnerLoss.class, List.of());
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(jvm.process().getInputStream(), UTF_8))) {
      assertThat(reader.readLine()).isEqualTo("ready");

      jvm.spawner().destroyForcibly();

      assertThat(reader.readLine()).isEqualTo("lost");
      assertThat(reader.readLine()).isEqualTo("refused ClusterUnavailable");
      assertThat(reader.readLine()).isEqualTo("Red");
      assertThat(reader.readLine()).isEqualTo("Finished 7");
      assertThat(jvm.process().waitFor()).isZero();
    }
  }
}
