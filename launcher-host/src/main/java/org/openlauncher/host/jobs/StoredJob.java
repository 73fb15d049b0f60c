package org.openlauncher.host.jobs;

import java.util.Optional;
import org.openlauncher.api.job.JobOperation;

/**
 * All that is kept of a job over a restart.
 *
 * @param job the job
 * @param idempotencyKey the mark of its submission
 * @param requested the control operation that was last asked for
 */
public record StoredJob(
    Job job, Optional<IdempotencyKey> idempotencyKey, Optional<JobOperation> requested) {}
