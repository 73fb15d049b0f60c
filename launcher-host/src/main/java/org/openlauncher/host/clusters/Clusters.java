package org.openlauncher.host.clusters;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.api.user.UserAccount;

/** What there is to tell about the clusters and the plugins that serve them. */
public interface Clusters {
  /** All configured clusters, in the order of the configuration. Names no user. */
  List<Overview> overview();

  /** All plugins that are there. */
  List<PluginOverview> plugins();

  /** The counters that the open clusters keep, by cluster. */
  List<CounterReading> counters();

  /**
   * What a user may use at one cluster.
   *
   * @return fails with {@code NotFound} where there is no such cluster or it is not open to the
   *     user's groups, with {@code ClusterUnavailable} where no plugin serves it now
   */
  CompletableFuture<Description> describe(UserAccount user, String cluster);

  /**
   * What anybody may use at one cluster, whoever it is open to.
   *
   * @param user as whom the cluster is asked
   * @return fails as {@link #describe} does
   */
  CompletableFuture<Description> describeToAll(UserAccount user, String cluster);

  /** The names of the clusters that are open to a user, in the order of the configuration. */
  List<String> openTo(UserAccount user);

  /**
   * A cluster from outside.
   *
   * @param name its name
   * @param type its plugin's type
   * @param health how it is
   * @param calls how many calls to the plugin were made since it was opened
   * @param failures how many of them failed for a fault of the plugin or its back-end
   */
  record Overview(String name, String type, ClusterHealth health, long calls, long failures) {}

  /**
   * A counter of a cluster's own, or a number that it sets.
   *
   * @param cluster the cluster's name
   * @param counter the counter's name
   * @param value the number
   * @param growing whether it only goes up
   */
  record CounterReading(String cluster, CounterName counter, long value, boolean growing) {}

  /**
   * A plugin bundle.
   *
   * @param name the bundle's symbolic name
   * @param version the bundle's version
   * @param type the type of clusters that it serves
   * @param state the bundle's state, as OSGi names it
   */
  record PluginOverview(String name, String version, String type, String state) {}

  /**
   * A cluster as one user finds it.
   *
   * @param name its name
   * @param type its plugin's type
   * @param capabilities what it can do; empty while no plugin serves it
   * @param info what the user may use
   * @param mostJobs how many jobs that have not ended the user may have here; empty: any number
   */
  record Description(
      String name,
      String type,
      Optional<Capabilities> capabilities,
      ClusterInfo info,
      Optional<Long> mostJobs) {}
}
