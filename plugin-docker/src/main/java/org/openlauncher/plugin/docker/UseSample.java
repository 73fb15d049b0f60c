package org.openlauncher.plugin.docker;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.plugin.ResourceUse;
import tools.jackson.databind.JsonNode;

/**
 * What a container had used at one time.
 *
 * @param at when
 * @param processorTime since its start
 * @param memory in use, without what could be given back at once
 */
record UseSample(Instant at, Duration processorTime, DataSize memory) {
  private static final double PERCENT = 100;

  /** Reads the engine's answer; empty for a container that has ended. */
  static Optional<UseSample> of(JsonNode stats) {
    JsonNode memory = stats.path("memory_stats");
    if (!memory.has("usage")) {
      return Optional.empty();
    }
    long used = memory.path("usage").asLong(0);
    JsonNode detail = memory.path("stats");
    // Control groups of version 1 count what is below a group in members of their own.
    long reclaimable =
        detail.has("total_inactive_file")
            ? detail.path("total_inactive_file").asLong(0)
            : detail.path("inactive_file").asLong(0);
    long nanoseconds = stats.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(0);
    try {
      return Optional.of(
          new UseSample(
              Instant.parse(stats.path("read").asString("")),
              Duration.ofNanos(nanoseconds),
              new DataSize(Math.max(0, used - reclaimable))));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** The use since the sample before; without one, only what needs none. */
  ResourceUse since(Optional<UseSample> before) {
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
    return new ResourceUse(
        percent, Optional.of(processorTime), Optional.of(memory), Optional.empty());
  }
}
