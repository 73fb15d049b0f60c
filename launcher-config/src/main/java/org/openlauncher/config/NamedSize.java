package org.openlauncher.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo.ResourceProfile;

/**
 * One section of {@code launcher.<cluster>.resources.conf}: a size that a job can name instead of
 * limits.
 *
 * @param key what a job names
 * @param displayName what people are shown
 * @param limits the limits that it stands for
 * @param partition the queue that it stands for
 * @param placementConstraints the constraints that it stands for
 * @param origin where it begins
 * @param origins where each limit stands, by its type
 */
public record NamedSize(
    String key,
    Optional<String> displayName,
    List<ResourceLimit> limits,
    Optional<String> partition,
    List<PlacementConstraint> placementConstraints,
    Origin origin,
    Map<String, Origin> origins) {
  /** Takes copies of the collections. */
  public NamedSize {
    Objects.requireNonNull(key);
    Objects.requireNonNull(displayName);
    limits = List.copyOf(limits);
    Objects.requireNonNull(partition);
    placementConstraints = List.copyOf(placementConstraints);
    Objects.requireNonNull(origin);
    origins = Map.copyOf(origins);
  }

  /** Where a limit was set. */
  public Origin origin(ResourceLimit limit) {
    return origins.getOrDefault(limit.type(), origin);
  }

  /** As users are told of it. */
  public ResourceProfile toResourceProfile() {
    return new ResourceProfile(key, displayName, limits, partition, placementConstraints);
  }
}
