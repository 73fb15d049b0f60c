package org.openlauncher.plugin.slurm;

/** Closing where Slurm is used by slurmrestd. */
class SlurmRestCloseTest extends SlurmClose {
  SlurmRestCloseTest() {
    super(RealSlurm.REST);
  }
}
