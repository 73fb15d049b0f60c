package org.openlauncher.api.plugin;

import java.util.Objects;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;

/**
 * A job to start. The launcher has recorded it before; the id must travel into the back-end so that
 * {@link Cluster#find} can find it there.
 *
 * @param id the launcher's id
 * @param specification what the owner asked for. The limits, queue, constraints and container that
 *     the owner's profile or a resource profile gives are filled in, and what is more than the
 *     profile allows was refused
 * @param owner whom the job belongs to
 * @param profile what the profiles say for the owner now: values of the options of every type and
 *     of {@link Plugin#profileOptions}, with the file and line that set them
 */
public record LaunchRequest(
    JobId id, JobSpecification specification, UserAccount owner, Settings profile) {
  /**
   * Refuses nulls.
   *
   * @param id the launcher's id
   * @param specification what the owner asked for. The limits, queue, constraints and container
   *     that the owner's profile or a resource profile gives are filled in, and what is more than
   *     the profile allows was refused
   * @param owner whom the job belongs to
   * @param profile what the profiles say for the owner now: values of the options of every type and
   *     of {@link Plugin#profileOptions}, with the file and line that set them
   */
  public LaunchRequest {
    Objects.requireNonNull(id);
    Objects.requireNonNull(specification);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(profile);
  }

  /**
   * A job of an owner for whom no profile says anything.
   *
   * @param id the launcher's id
   * @param specification what the owner asked for
   * @param owner whom the job belongs to
   */
  public LaunchRequest(JobId id, JobSpecification specification, UserAccount owner) {
    this(id, specification, owner, Settings.unset());
  }
}
