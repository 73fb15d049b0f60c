package org.openlauncher.process;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import org.openlauncher.api.configuration.DataSize;

/**
 * What all processes of a job use together.
 *
 * @param residentMemory memory that is in use; what processes share counts for each
 * @param virtualMemory address space
 * @param processorTime since the job's start; never less than it was before
 * @param processorPercent since the sample before, 100 is one core; empty in the first sample
 */
public record ResourceUse(
    DataSize residentMemory,
    DataSize virtualMemory,
    Duration processorTime,
    OptionalDouble processorPercent) {
  /** Refuses null. */
  public ResourceUse {
    Objects.requireNonNull(residentMemory);
    Objects.requireNonNull(virtualMemory);
    Objects.requireNonNull(processorTime);
    Objects.requireNonNull(processorPercent);
  }
}
