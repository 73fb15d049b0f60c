/**
 * Jobs on a Slurm cluster, as their owners: submitted with sbatch, watched by one collector for all
 * of them, and followed by the records that the jobs themselves write. Start reading at {@link
 * org.openlauncher.plugin.slurm.SlurmCluster}.
 */
@NullMarked
package org.openlauncher.plugin.slurm;

import org.jspecify.annotations.NullMarked;
