package org.openlauncher.host.jobs;

import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.job.JobOperation;

/**
 * All that is kept of a job over a restart.
 *
 * @param job the job
 * @param idempotencyKey the mark of its submission
 * @param requested the control operation that was last asked for
 * @param runningSince when it was first seen running
 * @param overdue whether the launcher ends it, or ended it, because its time was up
 */
public record StoredJob(
    Job job,
    Optional<IdempotencyKey> idempotencyKey,
    Optional<JobOperation> requested,
    Optional<Instant> runningSince,
    boolean overdue) {}
