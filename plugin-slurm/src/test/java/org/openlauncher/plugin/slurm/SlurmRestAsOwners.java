package org.openlauncher.plugin.slurm;

/**
 * What slurmrestd makes of the contract where jobs are others'. All the rest of it is tested by
 * slurmrestd with jobs of one's own, and with others' jobs by the commands.
 */
class SlurmRestAsOwners extends SchedulerContract {
  SlurmRestAsOwners() {
    super(RealSlurm.REST);
  }
}
