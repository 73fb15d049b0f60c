package org.openlauncher.api.plugin;

import java.util.Objects;
import java.util.Optional;

/**
 * The outcome of a successful {@link Cluster#submit}.
 *
 * @param handle how the plugin finds the job again
 * @param stdoutFile where standard output goes, as the owner may read it; empty where it is no file
 * @param stderrFile where standard error goes
 */
public record Launch(JobHandle handle, Optional<String> stdoutFile, Optional<String> stderrFile) {
  /**
   * Refuses nulls.
   *
   * @param handle how the plugin finds the job again
   * @param stdoutFile where standard output goes, as the owner may read it; empty where it is no
   *     file
   * @param stderrFile where standard error goes
   */
  public Launch {
    Objects.requireNonNull(handle);
    Objects.requireNonNull(stdoutFile);
    Objects.requireNonNull(stderrFile);
  }
}
