package org.openlauncher.plugin.kubernetes;

import java.util.EnumSet;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;

/** What clusters of this type can do. A pod can't be suspended. */
final class KubernetesCapabilities {
  static final Capabilities ALL =
      new Capabilities(
          EnumSet.of(JobOperation.STOP, JobOperation.KILL, JobOperation.CANCEL),
          EnumSet.allOf(OutputType.class),
          EnumSet.of(
              Capabilities.Feature.CONTAINERS,
              Capabilities.Feature.NETWORK,
              Capabilities.Feature.RESOURCE_USE,
              Capabilities.Feature.EXPLAIN),
          PodMounts.TYPES,
          PodLimits.ENFORCED);

  private KubernetesCapabilities() {}

  /** What users may ask for; images and placement constraints are the profiles'. */
  static ClusterInfo info() {
    ClusterInfo plain = ClusterInfo.PLAIN;
    return new ClusterInfo(
        plain.queues(),
        plain.defaultQueue(),
        PodLimits.OFFERS,
        plain.placementConstraints(),
        plain.resourceProfiles(),
        plain.images(),
        plain.defaultImage(),
        plain.allowUnknownImages(),
        plain.config());
  }
}
