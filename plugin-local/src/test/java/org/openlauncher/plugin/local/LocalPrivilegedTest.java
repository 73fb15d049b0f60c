package org.openlauncher.plugin.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.process.testing.PrivilegedRun;
import org.openlauncher.process.testing.SpawnedJvm;

/** The plugin in a launcher that root has started; the tests themselves run in a JVM like it. */
final class LocalPrivilegedTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> jobsAsTheirOwners() throws IOException, InterruptedException {
    return PrivilegedRun.of(folder, List.of(LocalContractTest.class, PrivilegedJobs.class));
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
