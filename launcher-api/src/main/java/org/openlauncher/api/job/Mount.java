package org.openlauncher.api.job;

import java.util.Objects;
import java.util.Optional;

/**
 * A folder that a job finds at a place of its own.
 *
 * @param mountPath where the job finds it; absolute
 * @param name what it is called, for people
 * @param readOnly whether the job may only read it
 * @param source where the data comes from
 */
public record Mount(String mountPath, Optional<String> name, boolean readOnly, MountSource source) {
  /**
   * Refuses a place that is not absolute.
   *
   * @param mountPath where the job finds it; absolute
   * @param name what it is called, for people
   * @param readOnly whether the job may only read it
   * @param source where the data comes from
   */
  public Mount {
    Objects.requireNonNull(source);
    if (!mountPath.startsWith("/")) {
      throw new IllegalArgumentException("a mount's path must be absolute: " + mountPath);
    }
  }
}
