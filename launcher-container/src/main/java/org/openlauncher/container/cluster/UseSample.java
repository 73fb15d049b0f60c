package org.openlauncher.container.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.plugin.ResourceUse;

/**
 * What a container had used at one time.
 *
 * @param at when
 * @param processorTime since its start
 * @param memory in use, without what could be given back at once
 * @param addressSpace in use, where that is known
 */
public record UseSample(
    Instant at, Duration processorTime, DataSize memory, Optional<DataSize> addressSpace) {
  private static final double PERCENT = 100;

  /** The use since the sample before; without one, only what needs none. */
  public ResourceUse since(Optional<UseSample> before) {
    Optional<Double> percent =
        before
            .map(UseSample::at)
            .filter(at::isAfter)
            .map(
                earlier ->
                    PERCENT
                        * processorTime.minus(before.get().processorTime()).toNanos()
                        / Duration.between(earlier, at).toNanos())
            .map(value -> Math.max(0, value));
    return new ResourceUse(percent, Optional.of(processorTime), Optional.of(memory), addressSpace);
  }
}
