package org.openlauncher.sessions;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;

/**
 * The job that a request makes.
 *
 * @param asked what was asked for and what the configuration adds, without port and token
 * @param finish makes the job of what was asked for, when its id is known
 * @param port the session's port; empty for an ad-hoc job
 * @param settings what it is made of, and by whom
 * @param warnings what the user should know
 */
public record ComposedJob(
    JobSpecification asked,
    BiFunction<JobId, JobSpecification, JobSpecification> finish,
    Optional<Integer> port,
    List<Setting> settings,
    List<String> warnings) {
  /** Takes copies of the lists. */
  public ComposedJob {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }
}
