package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openlauncher.contract.AttachContract;
import org.openlauncher.contract.ControlContract;
import org.openlauncher.contract.FindContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.SubmitContract;

/**
 * What of the contract kit depends on how the scheduler is used, with real clusters. Each test has
 * a cluster of its own on the launcher's side, and waits most of the time: many run at once.
 */
@Execution(ExecutionMode.CONCURRENT)
abstract class SchedulerContract {
  private final RealSlurm slurm;

  SchedulerContract(RealSlurm slurm) {
    this.slurm = slurm;
    // Here, and not in a test: what follows one would not be skipped.
    slurm.require();
  }

  /** The plugin with this cluster. */
  final PluginUnderTest on(Path folder) throws IOException {
    return SlurmUnderTest.of(slurm, RealSlurm.form(), folder);
  }

  @Nested
  class Submit extends SubmitContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Find extends FindContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Attach extends AttachContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }

  @Nested
  class Control extends ControlContract {
    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      return on(folder);
    }
  }
}
