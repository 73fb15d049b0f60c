package org.openlauncher.host.jobs;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/**
 * A job as the launcher knows it at one revision. Every change makes a new one.
 *
 * @param id the launcher's id
 * @param specification what the owner asked for; without its payload where that is large
 * @param status where it stands
 * @param revision the number of the change that led here; grows over all jobs
 * @param submissionTime when it was accepted
 * @param lastUpdateTime when its status last changed
 * @param handle the plugin's mark; empty until the plugin has taken the job
 * @param stdoutFile where standard output goes; known from the launch on
 * @param stderrFile where standard error goes
 * @param stale whether the status could not be checked lately
 * @param absentPayload characters of the payload where only the store has it; else 0
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
    boolean stale,
    long absentPayload) {

  private static final String MASK = "***";

  /** Refuses nulls. */
  public Job {
    Objects.requireNonNull(id);
    Objects.requireNonNull(specification);
    Objects.requireNonNull(status);
    Objects.requireNonNull(submissionTime);
    Objects.requireNonNull(lastUpdateTime);
    Objects.requireNonNull(handle);
  }

  /** A job that is kept in memory with all of its specification, or that is new. */
  public Job(
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
    this(
        id,
        specification,
        status,
        revision,
        submissionTime,
        lastUpdateTime,
        handle,
        stdoutFile,
        stderrFile,
        stale,
        0);
  }

  /** The same for keeping in memory: a large payload is left to the store. */
  public Job withoutLargePayload() {
    long size = Payload.size(specification);
    return size <= Payload.KEPT ? this : with(Payload.without(specification), size);
  }

  /** The same with all of its specification, as the store has it. */
  Job complete(JobSpecification stored) {
    return with(stored, 0);
  }

  private Job with(JobSpecification other, long absent) {
    return new Job(
        id,
        other,
        status,
        revision,
        submissionTime,
        lastUpdateTime,
        handle,
        stdoutFile,
        stderrFile,
        stale,
        absent);
  }

  /**
   * The same as a user may see it: to others than the owner, administrators too, the values of the
   * environment and the standard input are not shown. They are where secrets are.
   */
  public Job asSeenBy(String user) {
    if (user.equals(owner())) {
      return this;
    }
    JobSpecification.Builder shown = specification.toBuilder();
    shown.environment(
        specification.environment().stream()
            .map(variable -> new EnvironmentVariable(variable.name(), MASK))
            .toList());
    specification.stdin().ifPresent(hidden -> shown.stdin(MASK));
    return with(shown.build(), absentPayload);
  }

  /** The owner's login name. */
  public String owner() {
    return specification.user();
  }

  /** What a plugin is given of it; empty until the plugin has taken the job. */
  public Optional<LaunchedJob> launched() {
    return handle.map(mark -> new LaunchedJob(id, mark, Payload.without(specification), status));
  }
}
