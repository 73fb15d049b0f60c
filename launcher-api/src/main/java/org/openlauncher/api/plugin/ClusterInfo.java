package org.openlauncher.api.plugin;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;

/**
 * What one user may use at a cluster.
 *
 * @param queues the queues to choose from
 * @param defaultQueue the one that is taken where a job names none
 * @param resourceLimits limits that a job may set
 * @param placementConstraints constraints that a job may set
 * @param resourceProfiles named sizes
 * @param images images that may be used
 * @param defaultImage the one that is taken where a job names none
 * @param allowUnknownImages whether other images may be used too
 * @param config further values that a job may set
 */
public record ClusterInfo(
    List<String> queues,
    Optional<String> defaultQueue,
    List<LimitOffer> resourceLimits,
    List<PlacementConstraint> placementConstraints,
    List<ResourceProfile> resourceProfiles,
    List<String> images,
    Optional<String> defaultImage,
    boolean allowUnknownImages,
    List<JobConfig> config) {

  /** An offer of nothing in particular. */
  public static final ClusterInfo PLAIN =
      new ClusterInfo(
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          false,
          List.of());

  /**
   * Takes copies of the lists.
   *
   * @param queues the queues to choose from
   * @param defaultQueue the one that is taken where a job names none
   * @param resourceLimits limits that a job may set
   * @param placementConstraints constraints that a job may set
   * @param resourceProfiles named sizes
   * @param images images that may be used
   * @param defaultImage the one that is taken where a job names none
   * @param allowUnknownImages whether other images may be used too
   * @param config further values that a job may set
   */
  public ClusterInfo {
    queues = List.copyOf(queues);
    resourceLimits = List.copyOf(resourceLimits);
    placementConstraints = List.copyOf(placementConstraints);
    resourceProfiles = List.copyOf(resourceProfiles);
    images = List.copyOf(images);
    config = List.copyOf(config);
  }

  /**
   * A limit that a job may set.
   *
   * @param type as {@link ResourceLimit#type}
   * @param defaultValue what a job gets that does not set it
   * @param maxValue the most that may be asked for
   */
  public record LimitOffer(String type, Optional<String> defaultValue, Optional<String> maxValue) {}

  /**
   * A named size.
   *
   * @param name what a job names
   * @param displayName what people are shown
   * @param limits the limits that it stands for
   * @param queue the queue that it stands for
   * @param placementConstraints the constraints that it stands for
   */
  public record ResourceProfile(
      String name,
      Optional<String> displayName,
      List<ResourceLimit> limits,
      Optional<String> queue,
      List<PlacementConstraint> placementConstraints) {
    /**
     * Takes copies of the lists.
     *
     * @param name what a job names
     * @param displayName what people are shown
     * @param limits the limits that it stands for
     * @param queue the queue that it stands for
     * @param placementConstraints the constraints that it stands for
     */
    public ResourceProfile {
      limits = List.copyOf(limits);
      placementConstraints = List.copyOf(placementConstraints);
    }
  }
}
