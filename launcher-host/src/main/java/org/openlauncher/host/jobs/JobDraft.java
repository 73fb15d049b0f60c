package org.openlauncher.host.jobs;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;

/**
 * A job whose last details depend on its id.
 *
 * @param request what the client sent, as text that is equal for equal requests, whatever the
 *     configuration makes of them
 * @param asked what was asked for, as the configuration completes it
 * @param finish makes the job itself, of what was asked for as it was filled up; the same for the
 *     same id, and must not block
 */
public record JobDraft(
    Supplier<String> request,
    JobSpecification asked,
    BiFunction<JobId, JobSpecification, JobSpecification> finish) {

  JobSpecification finished(JobId id, JobSpecification filled) {
    return finish.apply(id, filled);
  }
}
