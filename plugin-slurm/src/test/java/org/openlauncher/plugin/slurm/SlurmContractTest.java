package org.openlauncher.plugin.slurm;

/** The contract kit where Slurm is used by its commands. */
class SlurmContractTest extends SlurmContract {
  SlurmContractTest() {
    super(RealSlurm.ofThisProcess());
  }
}
