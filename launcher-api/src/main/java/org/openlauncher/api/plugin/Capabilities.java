package org.openlauncher.api.plugin;

import java.util.Set;
import org.openlauncher.api.job.JobOperation;

/**
 * What a cluster can do. The launcher never calls what is not declared here: it answers such a
 * request itself. While the cluster is open, they may grow and never shrink.
 *
 * @param operations the control operations
 * @param outputs the kinds of output that can be read
 * @param features the rest
 * @param mountTypes the words of {@link org.openlauncher.api.job.MountSource#type} that jobs may
 *     use
 * @param enforcedLimits the types of {@link org.openlauncher.api.job.ResourceLimit} that are
 *     enforced; a job that asks for another one is refused
 */
public record Capabilities(
    Set<JobOperation> operations,
    Set<OutputType> outputs,
    Set<Feature> features,
    Set<String> mountTypes,
    Set<String> enforcedLimits) {

  /**
   * Takes copies of the sets.
   *
   * @param operations the control operations
   * @param outputs the kinds of output that can be read
   * @param features the rest
   * @param mountTypes the words of {@link org.openlauncher.api.job.MountSource#type} that jobs may
   *     use
   * @param enforcedLimits the types of {@link org.openlauncher.api.job.ResourceLimit} that are
   *     enforced; a job that asks for another one is refused
   */
  public Capabilities {
    operations = Set.copyOf(operations);
    outputs = Set.copyOf(outputs);
    features = Set.copyOf(features);
    mountTypes = Set.copyOf(mountTypes);
    enforcedLimits = Set.copyOf(enforcedLimits);
  }

  /**
   * {@return whether a feature is there}
   *
   * @param feature the feature
   */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** What a cluster may be able to do beside the necessary. */
  public enum Feature {
    /** Jobs run in containers. */
    CONTAINERS,
    /** {@link Cluster#resourceUse} answers. */
    RESOURCE_USE,
    /** {@link Cluster#network} answers. */
    NETWORK,
    /** {@link Cluster#explain} knows more than the status does. */
    EXPLAIN,
    /** Mixed output keeps the true order even where stdout and stderr go to two places. */
    MIXED_ORDER,
    /** Containers share their machine's network: no port can be exposed. */
    HOST_NETWORK,
    /** Jobs may choose among queues. */
    QUEUES
  }
}
