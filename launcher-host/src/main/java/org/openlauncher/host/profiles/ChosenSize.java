package org.openlauncher.host.profiles;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo.ResourceProfile;
import org.openlauncher.config.NamedSize;

/**
 * The named size that a job has.
 *
 * @param name its name
 * @param limits its limits
 * @param queue its queue
 * @param placementConstraints its constraints
 * @param sourceOf where a limit of it was set: a file and line, or the plugin
 * @param source where the size itself was set
 */
record ChosenSize(
    String name,
    List<ResourceLimit> limits,
    Optional<String> queue,
    List<PlacementConstraint> placementConstraints,
    Function<ResourceLimit, String> sourceOf,
    String source) {

  static ChosenSize of(NamedSize size) {
    return new ChosenSize(
        size.key(),
        size.limits(),
        size.partition(),
        size.placementConstraints(),
        limit -> size.origin(limit).toString(),
        size.origin().toString());
  }

  /** One that the plugin knows of itself. */
  static ChosenSize of(ResourceProfile profile, String cluster) {
    String source = "the plugin of cluster " + cluster;
    return new ChosenSize(
        profile.name(),
        profile.limits(),
        profile.queue(),
        profile.placementConstraints(),
        limit -> source,
        source);
  }
}
