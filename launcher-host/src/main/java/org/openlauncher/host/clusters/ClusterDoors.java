package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.config.ClusterProfiles;

/** All configured clusters, as the jobs see them. */
public interface ClusterDoors {
  /** A configured cluster; empty where there is none of this name. */
  Optional<ClusterDoor> find(String name);

  /** The names of all configured clusters, in the order of the configuration. */
  List<String> names();

  /**
   * The cluster that a user's request goes to.
   *
   * @param name the cluster's name; empty text where the request names none: then the only cluster
   *     that is open to the user
   * @throws org.openlauncher.api.error.LauncherException {@code InvalidRequest} naming the clusters
   *     that are open to the user
   */
  ClusterDoor choose(UserAccount user, String name);

  /** What users may use at a cluster; of one that was never open nothing is known yet. */
  ClusterProfiles profiles(String cluster);

  /** How long an ended job of a cluster is kept. */
  Duration expiry(String cluster);
}
