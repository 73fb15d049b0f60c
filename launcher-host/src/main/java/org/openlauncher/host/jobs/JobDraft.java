package org.openlauncher.host.jobs;

import java.util.function.BiFunction;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;

/**
 * A job whose last details depend on its id.
 *
 * @param asked what was asked for: the same for the same request
 * @param finish makes the job itself, of what was asked for as it was filled up; the same for the
 *     same id, and must not block
 */
public record JobDraft(
    JobSpecification asked, BiFunction<JobId, JobSpecification, JobSpecification> finish) {
  /** A job that does not depend on its id. */
  static JobDraft of(JobSpecification specification) {
    return new JobDraft(specification, (id, filled) -> filled);
  }

  JobSpecification finished(JobId id, JobSpecification filled) {
    return finish.apply(id, filled);
  }
}
