package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.process.testing.PrivilegedRun;

/** Slurm by slurmrestd in a launcher that root has started. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason =
        "slurmrestd is the same whatever runs the launcher; the first pass has asked it")
final class SlurmRestPrivilegedTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> jobsAsTheirOwners() throws IOException, InterruptedException {
    RealSlurm.REST.require();
    return PrivilegedRun.of(folder, List.of(SlurmRestAsOwners.class));
  }
}
