package org.openlauncher.api.plugin;

import java.util.Objects;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;

/**
 * A job to start. The launcher has recorded it before; the id must travel into the back-end so that
 * {@link Cluster#find} can find it there.
 *
 * @param id the launcher's id
 * @param specification what the owner asked for, with the cluster's defaults filled in
 * @param owner whom the job belongs to
 */
public record LaunchRequest(JobId id, JobSpecification specification, UserAccount owner) {
  /** Refuses nulls. */
  public LaunchRequest {
    Objects.requireNonNull(id);
    Objects.requireNonNull(specification);
    Objects.requireNonNull(owner);
  }
}
