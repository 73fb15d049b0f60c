package org.openlauncher.host.jobs;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/**
 * A job as the launcher knows it at one revision. Every change makes a new one.
 *
 * @param id the launcher's id
 * @param specification what the owner asked for
 * @param status where it stands
 * @param revision the number of the change that led here; grows over all jobs
 * @param submissionTime when it was accepted
 * @param lastUpdateTime when its status last changed
 * @param handle the plugin's mark; empty until the plugin has taken the job
 * @param stdoutFile where standard output goes; known from the launch on
 * @param stderrFile where standard error goes
 * @param stale whether the status could not be checked lately
 */
public record Job(
    JobId id,
    JobSpecification specification,
    JobStatus status,
    long revision,
    Instant submissionTime,
    Instant lastUpdateTime,
    Optional<JobHandle> handle,
    Optional<String> stdoutFile,
    Optional<String> stderrFile,
    boolean stale) {

  /** Refuses nulls. */
  public Job {
    Objects.requireNonNull(id);
    Objects.requireNonNull(specification);
    Objects.requireNonNull(status);
    Objects.requireNonNull(submissionTime);
    Objects.requireNonNull(lastUpdateTime);
    Objects.requireNonNull(handle);
  }

  /** The owner's login name. */
  public String owner() {
    return specification.user();
  }

  /** What a plugin is given of it; empty until the plugin has taken the job. */
  public Optional<LaunchedJob> launched() {
    return handle.map(mark -> new LaunchedJob(id, mark, specification, status));
  }
}
