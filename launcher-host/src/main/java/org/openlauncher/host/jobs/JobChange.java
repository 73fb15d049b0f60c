package org.openlauncher.host.jobs;

import java.time.Instant;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobStatus;

/**
 * One change of one job's status.
 *
 * @param revision the change's number; grows over all jobs, with gaps
 * @param job the job's id
 * @param owner its owner
 * @param name its name
 * @param cluster its cluster
 * @param status what it changed to
 * @param at when
 */
public record JobChange(
    long revision,
    JobId job,
    String owner,
    String name,
    String cluster,
    JobStatus status,
    Instant at) {

  /** The change that led to a job as it is. */
  public static JobChange to(Job job) {
    return new JobChange(
        job.revision(),
        job.id(),
        job.owner(),
        job.specification().name(),
        job.specification().cluster(),
        job.status(),
        job.lastUpdateTime());
  }
}
