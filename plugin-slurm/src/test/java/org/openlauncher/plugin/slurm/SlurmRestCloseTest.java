package org.openlauncher.plugin.slurm;

import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Closing where Slurm is used by slurmrestd. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason =
        "slurmrestd is the same whatever runs the launcher; the first pass has asked it")
class SlurmRestCloseTest extends SlurmClose {
  SlurmRestCloseTest() {
    super(RealSlurm.REST);
  }
}
