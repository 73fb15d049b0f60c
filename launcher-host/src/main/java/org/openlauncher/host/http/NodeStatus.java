package org.openlauncher.host.http;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.json.JsonOutput;
import tools.jackson.core.JsonGenerator;

/**
 * How this launcher is: Green where all is well, Red where no cluster works or it can't do its own
 * part, else Yellow.
 */
final class NodeStatus {
  private final Clusters clusters;
  private final Supplier<NodeOverview> node;
  private final boolean authorizationEnabled;
  private final Clock clock;

  NodeStatus(
      Clusters clusters, Supplier<NodeOverview> node, boolean authorizationEnabled, Clock clock) {
    this.clusters = clusters;
    this.node = node;
    this.authorizationEnabled = authorizationEnabled;
    this.clock = clock;
  }

  Answer answer() {
    List<Clusters.Overview> all = clusters.overview();
    NodeOverview overview = node.get();
    Level level = worse(level(all), overview.level());
    byte[] json =
        JsonOutput.object(
            generator -> {
              generator.writeStringProperty("status", level.wireName());
              node(generator, overview);
              generator.writeName("clusters");
              generator.writeStartArray();
              all.forEach(cluster -> cluster(generator, cluster));
              generator.writeEndArray();
              generator.writeName("plugins");
              generator.writeStartArray();
              clusters.plugins().forEach(plugin -> plugin(generator, plugin));
              generator.writeEndArray();
              JsonOutput.objects(generator, "nodes", overview.nodes(), NodeStatus::peer);
              JsonOutput.texts(generator, "warnings", warnings(overview));
            });
    return Answer.json(level == Level.RED ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK, json);
  }

  private static Level worse(Level one, Level other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  static Level level(List<Clusters.Overview> clusters) {
    List<Level> levels =
        clusters.stream().map(Clusters.Overview::health).map(ClusterHealth::level).toList();
    if (levels.isEmpty()) {
      return Level.YELLOW;
    }
    if (levels.stream().allMatch(level -> level == Level.GREEN)) {
      return Level.GREEN;
    }
    return levels.stream().allMatch(level -> level == Level.RED) ? Level.RED : Level.YELLOW;
  }

  private List<String> warnings(NodeOverview overview) {
    List<String> warnings = new ArrayList<>(overview.warnings());
    if (!authorizationEnabled) {
      warnings.add("authorization is switched off: everybody may do everything");
    }
    if (clusters.overview().isEmpty()) {
      warnings.add("no cluster is configured");
    }
    return warnings;
  }

  private void node(JsonGenerator generator, NodeOverview overview) {
    JsonOutput.object(
        generator,
        "node",
        target -> {
          target.writeStringProperty("name", overview.name());
          target.writeStringProperty("version", overview.version());
          target.writeStringProperty("startTime", overview.startedAt().toString());
          target.writeNumberProperty(
              "uptimeSeconds",
              Math.max(0, Duration.between(overview.startedAt(), clock.instant()).toSeconds()));
        });
  }

  private static void cluster(JsonGenerator generator, Clusters.Overview cluster) {
    generator.writeStartObject();
    generator.writeStringProperty("name", cluster.name());
    generator.writeStringProperty("type", cluster.type());
    generator.writeStringProperty("status", cluster.health().level().wireName());
    JsonOutput.text(generator, "message", cluster.health().message());
    generator.writeNumberProperty("calls", cluster.calls());
    generator.writeNumberProperty("failures", cluster.failures());
    generator.writeEndObject();
  }

  private static void plugin(JsonGenerator generator, Clusters.PluginOverview plugin) {
    generator.writeStartObject();
    generator.writeStringProperty("name", plugin.name());
    generator.writeStringProperty("version", plugin.version());
    generator.writeStringProperty("type", plugin.type());
    generator.writeStringProperty("state", plugin.state());
    generator.writeEndObject();
  }

  private static void peer(JsonGenerator generator, NodeOverview.Node peer) {
    generator.writeStringProperty("host", peer.host());
    generator.writeStringProperty("address", peer.address());
    generator.writeStringProperty("lastSeen", peer.lastSeen().toString());
    generator.writeStringProperty("status", peer.status());
  }
}
