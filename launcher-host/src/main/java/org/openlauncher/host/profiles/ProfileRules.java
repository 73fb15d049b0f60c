package org.openlauncher.host.profiles;

import java.util.Optional;
import java.util.function.Supplier;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.config.ProfileOptions;

/** Applies the profiles of a cluster to a request. */
public final class ProfileRules {
  private ProfileRules() {}

  /**
   * Makes of a request what the cluster is given.
   *
   * @param asked the request, with owner and cluster filled in
   * @param info what the plugin offers the owner; asked for only where it matters
   * @throws org.openlauncher.api.error.LauncherException {@code InvalidRequest} with everything
   *     that is not allowed: the limit, the value, what is allowed, and the file and line that say
   *     so
   */
  public static Permitted apply(
      JobSpecification asked,
      UserAccount owner,
      ClusterProfiles profiles,
      Capabilities capabilities,
      Supplier<ClusterInfo> info) {
    Draft draft = new Draft(asked, profiles.of(owner), capabilities);
    Optional<ChosenSize> size = new SizeRule(profiles.sizes(), info).choose(draft);
    LimitRule.apply(draft, size);
    QueueRule.apply(draft, size);
    PlacementRule.apply(draft, size);
    ImageRule.apply(draft);
    return draft.permitted(
        draft
            .set(ProfileOptions.MAX_RUNNING_JOBS)
            .filter(most -> most.value() > 0)
            .map(most -> new Quota(most.value(), most.origin())));
  }
}
