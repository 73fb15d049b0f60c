package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Optional;

/**
 * What a job needs; empty for what the partition gives by itself.
 *
 * @param processors how many
 * @param kibibytes memory
 * @param minutes how long it may run
 * @param generic GPUs, as Slurm writes them: {@code gpu:1}, {@code gpu:a100:1}
 */
record SlurmResources(
    Optional<Long> processors,
    Optional<Long> kibibytes,
    Optional<Long> minutes,
    List<String> generic) {
  /** Takes a copy of the list. */
  SlurmResources {
    generic = List.copyOf(generic);
  }
}
