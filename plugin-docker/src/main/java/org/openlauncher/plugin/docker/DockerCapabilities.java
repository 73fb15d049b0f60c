package org.openlauncher.plugin.docker;

import java.util.EnumSet;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;

/** What clusters of this type can do. */
final class DockerCapabilities {
  private DockerCapabilities() {}

  /**
   * All that a cluster can do.
   *
   * @param hostNetwork whether its containers are in the machine's own network
   */
  static Capabilities of(boolean hostNetwork) {
    EnumSet<Capabilities.Feature> features =
        EnumSet.of(
            Capabilities.Feature.CONTAINERS,
            Capabilities.Feature.RESOURCE_USE,
            Capabilities.Feature.NETWORK,
            Capabilities.Feature.EXPLAIN);
    if (hostNetwork) {
      features.add(Capabilities.Feature.HOST_NETWORK);
    }
    return new Capabilities(
        EnumSet.allOf(JobOperation.class),
        EnumSet.allOf(OutputType.class),
        features,
        DockerMounts.TYPES,
        DockerLimits.ENFORCED);
  }

  /** What users may ask for; images, queues and placement constraints are not the engine's. */
  static ClusterInfo info() {
    ClusterInfo plain = ClusterInfo.PLAIN;
    return new ClusterInfo(
        plain.queues(),
        plain.defaultQueue(),
        DockerLimits.OFFERS,
        plain.placementConstraints(),
        plain.resourceProfiles(),
        plain.images(),
        plain.defaultImage(),
        plain.allowUnknownImages(),
        plain.config());
  }
}
