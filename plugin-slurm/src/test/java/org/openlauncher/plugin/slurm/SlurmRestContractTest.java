package org.openlauncher.plugin.slurm;

/** The contract kit where Slurm is used by slurmrestd. */
class SlurmRestContractTest extends SlurmContract {
  SlurmRestContractTest() {
    super(RealSlurm.REST);
  }
}
