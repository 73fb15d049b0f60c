package org.openlauncher.plugin.slurm;

/** Closing where Slurm is used by its commands. */
class SlurmCloseTest extends SlurmClose {
  SlurmCloseTest() {
    super(RealSlurm.ofThisProcess());
  }
}
