package org.openlauncher.host.json;

import java.util.List;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.plugins.InstalledPlugin;
import tools.jackson.core.JsonGenerator;

/** Writes what administrators see of plugins. */
public final class PluginJson {
  private PluginJson() {}

  /**
   * The members of one plugin.
   *
   * @param clusters all clusters; those of its types are told of
   */
  public static void members(
      JsonGenerator generator, InstalledPlugin plugin, List<Clusters.Overview> clusters) {
    List<Clusters.Overview> served =
        clusters.stream()
            .filter(cluster -> plugin.types().stream().anyMatch(cluster.type()::equalsIgnoreCase))
            .toList();
    generator.writeStringProperty("name", plugin.name());
    generator.writeStringProperty("version", plugin.version());
    generator.writeStringProperty("state", plugin.state());
    generator.writeStringProperty("health", health(plugin, served).wireName());
    JsonOutput.text(generator, "message", plugin.trouble());
    JsonOutput.texts(generator, "types", plugin.types());
    JsonOutput.objects(
        generator,
        "clusters",
        served,
        (target, cluster) -> {
          target.writeStringProperty("name", cluster.name());
          target.writeStringProperty("status", cluster.health().level().wireName());
          JsonOutput.text(target, "message", cluster.health().message());
        });
    generator.writeNumberProperty(
        "calls", served.stream().mapToLong(Clusters.Overview::calls).sum());
    generator.writeNumberProperty(
        "failures", served.stream().mapToLong(Clusters.Overview::failures).sum());
    JsonOutput.text(generator, "previousVersion", plugin.before());
    generator.writeStringProperty("file", plugin.file());
  }

  private static Level health(InstalledPlugin plugin, List<Clusters.Overview> served) {
    if (plugin.state().equals(InstalledPlugin.REFUSED)) {
      return Level.RED;
    }
    Level own = plugin.trouble().isPresent() ? Level.YELLOW : Level.GREEN;
    return served.stream()
        .map(cluster -> cluster.health().level())
        .reduce(own, (one, other) -> one.compareTo(other) < 0 ? other : one);
  }
}
