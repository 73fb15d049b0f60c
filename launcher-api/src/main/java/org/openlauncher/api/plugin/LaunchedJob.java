package org.openlauncher.api.plugin;

import java.util.Objects;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobStatus;

/**
 * A job that a plugin started, as the launcher remembers it.
 *
 * @param id the launcher's id
 * @param handle the plugin's own mark
 * @param specification what the owner asked for, without what was meant for the program alone:
 *     command, arguments, environment, standard input and metadata are left empty
 * @param lastStatus the newest status that the launcher holds
 */
public record LaunchedJob(
    JobId id, JobHandle handle, JobSpecification specification, JobStatus lastStatus) {
  /**
   * Refuses nulls.
   *
   * @param id the launcher's id
   * @param handle the plugin's own mark
   * @param specification what the owner asked for, without what was meant for the program alone:
   *     command, arguments, environment, standard input and metadata are left empty
   * @param lastStatus the newest status that the launcher holds
   */
  public LaunchedJob {
    Objects.requireNonNull(id);
    Objects.requireNonNull(handle);
    Objects.requireNonNull(specification);
    Objects.requireNonNull(lastStatus);
  }
}
