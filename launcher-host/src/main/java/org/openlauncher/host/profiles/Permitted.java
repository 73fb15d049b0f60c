package org.openlauncher.host.profiles;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.job.JobSpecification;

/**
 * A request as the profiles let it pass.
 *
 * @param specification what the cluster is given
 * @param limits what was applied, for who wants to know
 * @param quota how many jobs the owner may have
 * @param profile what the profiles say for the owner
 */
public record Permitted(
    JobSpecification specification,
    List<AppliedLimit> limits,
    Optional<Quota> quota,
    Settings profile) {
  /** Takes a copy of the list. */
  public Permitted {
    Objects.requireNonNull(specification);
    limits = List.copyOf(limits);
    Objects.requireNonNull(quota);
    Objects.requireNonNull(profile);
  }
}
