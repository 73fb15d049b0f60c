package org.openlauncher.host.jobs;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.plugin.ResourceUse;

/** One viewer's sight of what a job uses; all viewers share one sampler behind it. */
public interface ResourceReader extends AutoCloseable {
  /**
   * The next sample: the newest one at once on the first call, later ones as they are taken. Empty
   * once the job has ended. Only one call may be under way; cancel the future to stop waiting.
   */
  CompletableFuture<Optional<Sample>> next();

  /** Lets go of the sampler. */
  @Override
  void close();

  /**
   * One sample.
   *
   * @param number counts the samples of a job
   * @param use what was used
   */
  record Sample(long number, ResourceUse use) {}
}
