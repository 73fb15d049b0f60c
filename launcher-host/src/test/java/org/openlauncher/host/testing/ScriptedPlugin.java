package org.openlauncher.host.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.host.clusters.Clusters.PluginOverview;

/** A plugin whose clusters do what a test tells them; see {@link ScriptedCluster}. */
public final class ScriptedPlugin implements Plugin {
  /** The type of the clusters that it serves. */
  public static final String SCRIPTED = "Scripted";

  /** What happens when a cluster is opened; without orders it opens. */
  public final Script<ClusterContext, Cluster> open =
      new Script<>(context -> cluster(context.name()).open(context));

  /** What happens when the launcher asks for the options. */
  public final Script<String, List<ConfigurationOption<?>>> options =
      new Script<>(asked -> List.of());

  /** What happens when the launcher asks for the options of profiles. */
  public final Script<String, List<ConfigurationOption<?>>> profileOptions =
      new Script<>(asked -> List.of());

  private final Map<String, ScriptedCluster> clusters;
  private final String version;

  /** A first version. */
  public ScriptedPlugin() {
    this("1.0.0", new ConcurrentHashMap<>());
  }

  private ScriptedPlugin(String version, Map<String, ScriptedCluster> clusters) {
    this.version = version;
    this.clusters = clusters;
  }

  /** Another version of it, in front of the same back-ends. */
  public ScriptedPlugin successor(String newVersion) {
    return new ScriptedPlugin(newVersion, clusters);
  }

  /** A back-end, by the name of its cluster; there before the cluster is open. */
  public ScriptedCluster cluster(String name) {
    return clusters.computeIfAbsent(name, fresh -> new ScriptedCluster());
  }

  /** Opens a cluster, as {@link #open(ClusterContext)} does without orders. */
  public Cluster opened(ClusterContext context) {
    return cluster(context.name()).open(context);
  }

  /** How the plugin's bundle is told of. */
  public PluginOverview overview() {
    return new PluginOverview("scripted", version, SCRIPTED, "ACTIVE");
  }

  @Override
  public List<ConfigurationOption<?>> options() {
    return options.answer(version);
  }

  @Override
  public List<ConfigurationOption<?>> profileOptions() {
    return profileOptions.answer(version);
  }

  @Override
  public Cluster open(ClusterContext context) {
    return open.answer(context);
  }
}
