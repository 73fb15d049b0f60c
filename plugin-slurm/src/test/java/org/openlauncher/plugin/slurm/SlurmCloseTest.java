package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.contract.CloseContract;
import org.openlauncher.contract.PluginUnderTest;

/** Closing, with a real cluster; alone, since it counts the threads and descriptors of all. */
@Isolated
class SlurmCloseTest extends CloseContract {
  private final RealSlurm slurm;

  SlurmCloseTest() {
    this(RealSlurm.ofThisProcess());
  }

  private SlurmCloseTest(RealSlurm slurm) {
    this.slurm = slurm;
    slurm.require();
  }

  /** The same where it is used by slurmrestd. */
  @Isolated
  static class ByRestTest extends SlurmCloseTest {
    ByRestTest() {
      super(RealSlurm.REST);
    }
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return SlurmUnderTest.of(slurm, RealSlurm.form(), folder);
  }
}
