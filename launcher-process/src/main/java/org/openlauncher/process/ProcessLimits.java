package org.openlauncher.process;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;

/**
 * How much a job may use. What {@link Privileges} does not name as enforced is refused.
 *
 * @param processorTime what each process may use, in whole seconds
 * @param memory what all processes may use together, or the address space of each: see {@link
 *     Privileges.MemoryLimit}
 */
public record ProcessLimits(Optional<Duration> processorTime, Optional<DataSize> memory) {
  /** No limits. */
  public static final ProcessLimits NONE = new ProcessLimits(Optional.empty(), Optional.empty());

  /** Refuses limits that leave nothing. */
  public ProcessLimits {
    Objects.requireNonNull(processorTime);
    Objects.requireNonNull(memory);
    if (processorTime.filter(time -> time.toSeconds() < 1).isPresent()) {
      throw new IllegalArgumentException("a limit of processor time is at least a second");
    }
    if (memory.filter(size -> size.bytes() < 1).isPresent()) {
      throw new IllegalArgumentException("a limit of memory is at least a byte");
    }
  }
}
