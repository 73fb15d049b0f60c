package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobState;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/** A real engine is killed under its jobs and comes back; with {@code live-restore} they go on. */
final class EngineDeathTest extends DockerJobsTest {
  private static final int JOBS = 4;

  // Made when the plugin is presented, before each test.
  @SuppressWarnings("NullAway.Init")
  private OwnEngine engine;

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    try {
      engine = OwnEngine.start(image());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the engine was not started", stopped);
    }
    return DockerUnderTest.of(folder, image(), engine.options());
  }

  @AfterEach
  void removeEngine() throws IOException, InterruptedException {
    if (engine != null) {
      engine.remove();
    }
  }

  /** Half of them end while it is away, half after it has come back, and one comes meanwhile. */
  @Test
  void everyJobsExitCodeIsKnown() throws IOException {
    List<StartedJob> meanwhile = new ArrayList<>();
    List<StartedJob> later = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      meanwhile.add(startAtGate("meanwhile", i));
      later.add(startAtGate("later", i));
    }

    engine.kill();
    openGate("meanwhile");
    StartedJob waits = start("exit 77");
    engine.start();

    waits.awaitFinished(77);
    for (int i = 0; i < JOBS; i++) {
      meanwhile.get(i).awaitFinished(i);
      later.get(i).awaitState(JobState.RUNNING);
    }
    openGate("later");
    for (int i = 0; i < JOBS; i++) {
      later.get(i).awaitFinished(i);
    }
  }
}
