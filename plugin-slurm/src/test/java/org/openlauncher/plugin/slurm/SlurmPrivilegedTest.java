package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.process.testing.PrivilegedRun;

/** The plugin in a launcher that root has started: jobs are alice's and bob's. */
final class SlurmPrivilegedTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> jobsAsTheirOwners() throws IOException, InterruptedException {
    RealSlurm.PLAIN.require();
    return PrivilegedRun.of(folder, List.of(SlurmContractTest.class, SlurmCloseTest.class));
  }
}
