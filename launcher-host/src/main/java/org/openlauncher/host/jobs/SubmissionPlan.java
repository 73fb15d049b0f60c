package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Objects;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.host.profiles.AppliedLimit;

/**
 * The answer to a dry run.
 *
 * @param launch what the cluster would do
 * @param limits what holds for the job, and who says so
 */
public record SubmissionPlan(LaunchPlan launch, List<AppliedLimit> limits) {
  /** Takes a copy of the list. */
  public SubmissionPlan {
    Objects.requireNonNull(launch);
    limits = List.copyOf(limits);
  }
}
