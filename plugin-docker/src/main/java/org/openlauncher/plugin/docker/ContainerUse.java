package org.openlauncher.plugin.docker;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.container.cluster.UseSample;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import tools.jackson.databind.JsonNode;

/** What containers use now. */
final class ContainerUse {
  private final EngineClient engine;

  ContainerUse(EngineClient engine) {
    this.engine = engine;
  }

  /** The use of a job; empty for one that does not run. */
  Optional<ResourceUse> of(JobEntry job) {
    if (job.state() != JobState.RUNNING && job.state() != JobState.SUSPENDED) {
      return Optional.empty();
    }
    try {
      return job.container()
          .flatMap(
              container ->
                  engine.find(Address.container(container) + "/stats?stream=false&one-shot=true"))
          .flatMap(ContainerUse::sample)
          .map(sample -> sample.since(job.exchange(sample)));
    } catch (EngineFailure failure) {
      throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
    }
  }

  /** Reads the engine's answer; empty for a container that has ended. */
  private static Optional<UseSample> sample(JsonNode stats) {
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
              new DataSize(Math.max(0, used - reclaimable)),
              Optional.empty()));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
