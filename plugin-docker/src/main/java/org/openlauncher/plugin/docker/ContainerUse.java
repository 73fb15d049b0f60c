package org.openlauncher.plugin.docker;

import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;

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
          .flatMap(UseSample::of)
          .map(sample -> sample.since(job.exchange(sample)));
    } catch (EngineFailure failure) {
      throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, failure.getMessage(), failure);
    }
  }
}
