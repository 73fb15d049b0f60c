package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.contract.CloseContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/** Closing, with a real cluster; alone, since it counts the threads and descriptors of all. */
@Isolated
abstract class SlurmClose extends CloseContract {
  private final RealSlurm slurm;

  SlurmClose(RealSlurm slurm) {
    this.slurm = slurm;
    slurm.require();
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return SlurmUnderTest.of(slurm, RealSlurm.form(), folder);
  }

  /** Slurm takes some seconds until it says that it has killed a job. */
  @Override
  protected void end(StartedJob job, String gate) throws IOException {
    openGate(gate);
    job.awaitFinished(0);
  }
}
