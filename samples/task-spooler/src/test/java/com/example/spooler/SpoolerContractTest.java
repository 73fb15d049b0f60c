package com.example.spooler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.WholeContract;
import org.openlauncher.process.ProcessLauncher;

/** The plugin with a real queue, of so many slots that no job of the contracts has to wait. */
final class SpoolerContractTest extends WholeContract {
  private static final Path TSP = Path.of("/usr/bin/tsp");
  private static final String SLOTS = "200";
  private static final ProcessLauncher PROCESSES = ProcessLauncher.unprivileged();

  @BeforeAll
  static void tspIsThere() {
    assumeTrue(Files.isExecutable(TSP), "Debian's package task-spooler is not installed");
  }

  @AfterAll
  static void endTheQueue() throws Exception {
    if (Files.isExecutable(TSP)) {
      tsp("-K");
    }
  }

  private static void tsp(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(TSP.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder
        .environment()
        .put(
            "TS_SOCKET",
            new MachineUsers().self().home().resolve(".task-spooler-contract").toString());
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      throw new IOException("tsp " + String.join(" ", arguments) + " failed");
    }
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) {
    return new SpoolerUnderTest();
  }

  private static final class SpoolerUnderTest implements PluginUnderTest {
    @Override
    public Plugin newPlugin() {
      return new SpoolerPlugin(PROCESSES);
    }

    @Override
    public Map<String, String> options() {
      return Map.of("slots", SLOTS);
    }

    /** One that wants all slots, of which another one has one. */
    @Override
    public Optional<JobSpecification.Builder> pendingJob() {
      try {
        tsp("-n", "sleep", "30");
      } catch (IOException | InterruptedException failure) {
        throw new IllegalStateException(failure);
      }
      return Optional.of(
          command("exit 0")
              .resourceLimits(List.of(new ResourceLimit(ResourceLimit.CPU_COUNT, SLOTS))));
    }
  }
}
