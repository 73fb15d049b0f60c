package org.openlauncher.api.plugin;

import java.time.Instant;
import java.util.Objects;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobStatus;

/**
 * What a plugin saw of a job: one of three answers, never two. "The query failed" is {@link
 * Unknown} and changes no job; only a complete and successful look at the back-end can make a job
 * {@link Absent}.
 */
public sealed interface Observation {
  /** {@return the job that this is about} */
  JobId job();

  /** {@return when it was seen} */
  Instant at();

  /**
   * The back-end knows the job, and this is how it stands.
   *
   * @param job the job
   * @param at when the status came about, as well as the back-end can tell
   * @param status the status
   */
  record Known(JobId job, Instant at, JobStatus status) implements Observation {
    /**
     * Refuses nulls.
     *
     * @param job the job
     * @param at when the status came about, as well as the back-end can tell
     * @param status the status
     */
    public Known {
      Objects.requireNonNull(job);
      Objects.requireNonNull(at);
      Objects.requireNonNull(status);
    }
  }

  /**
   * The back-end was looked at completely, and the job is certainly not there.
   *
   * @param job the job
   * @param at when it was looked for
   * @param evidence what makes it certain, for the job's owner
   */
  record Absent(JobId job, Instant at, String evidence) implements Observation {
    /**
     * Refuses nulls.
     *
     * @param job the job
     * @param at when it was looked for
     * @param evidence what makes it certain, for the job's owner
     */
    public Absent {
      Objects.requireNonNull(job);
      Objects.requireNonNull(at);
      Objects.requireNonNull(evidence);
    }
  }

  /**
   * Nothing can be said: the job stays as it was, marked stale.
   *
   * @param job the job
   * @param at when it was tried
   * @param reason why nothing is known
   */
  record Unknown(JobId job, Instant at, String reason) implements Observation {
    /**
     * Refuses nulls.
     *
     * @param job the job
     * @param at when it was tried
     * @param reason why nothing is known
     */
    public Unknown {
      Objects.requireNonNull(job);
      Objects.requireNonNull(at);
      Objects.requireNonNull(reason);
    }
  }
}
