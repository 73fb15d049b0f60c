package org.openlauncher.sessions;

import java.util.Optional;
import java.util.Set;

/**
 * What must be known of a cluster to make a job for it.
 *
 * @param name its name
 * @param containers whether jobs run in containers
 * @param hostNetwork whether containers share their machine's network
 * @param mountTypes the types of mounts that it knows
 * @param defaultImage the image that it takes where a job names none
 */
public record ClusterFacts(
    String name,
    boolean containers,
    boolean hostNetwork,
    Set<String> mountTypes,
    Optional<String> defaultImage) {
  /** Takes a copy of the set. */
  public ClusterFacts {
    mountTypes = Set.copyOf(mountTypes);
  }

  /** Whether a session's port is a port of the container, to be published. */
  boolean ownNetwork() {
    return containers && !hostNetwork;
  }
}
