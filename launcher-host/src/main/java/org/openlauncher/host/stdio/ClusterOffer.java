package org.openlauncher.host.stdio;

import java.util.Collection;
import java.util.function.BiConsumer;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Capabilities.Feature;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.json.ClusterJson;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.host.json.SpecificationMembers;
import tools.jackson.core.JsonGenerator;

/** What a user may use, as the launcher in front is told of it. */
final class ClusterOffer {
  private ClusterOffer() {}

  static void write(JsonGenerator generator, Clusters.Description cluster) {
    ClusterInfo info = cluster.info();
    boolean containers = has(cluster, Feature.CONTAINERS);
    generator.writeBooleanProperty("supportsContainers", containers);
    generator.writeBooleanProperty("supportsInitContainers", false);
    generator.writeBooleanProperty("containersUseHostNetwork", has(cluster, Feature.HOST_NETWORK));
    JsonOutput.texts(generator, "queues", info.queues());
    JsonOutput.text(generator, "defaultQueue", info.defaultQueue());
    array(generator, "resourceLimits", info.resourceLimits(), ClusterJson::limitOffer);
    array(
        generator,
        "placementConstraints",
        info.placementConstraints(),
        SpecificationMembers::placementConstraint);
    array(generator, "config", info.config(), SpecificationMembers::config);
    array(generator, "resourceProfiles", info.resourceProfiles(), ClusterJson::resourceProfile);
    generator.writeBooleanProperty("allowUnknownImages", info.allowUnknownImages());
    if (containers) {
      JsonOutput.texts(generator, "images", info.images());
      JsonOutput.text(generator, "defaultImage", info.defaultImage());
    }
  }

  private static boolean has(Clusters.Description cluster, Feature feature) {
    return cluster.capabilities().map((Capabilities can) -> can.has(feature)).orElse(false);
  }

  /** One that is there also where it is empty. */
  private static <T> void array(
      JsonGenerator generator,
      String name,
      Collection<T> values,
      BiConsumer<JsonGenerator, T> members) {
    if (values.isEmpty()) {
      generator.writeName(name);
      generator.writeStartArray();
      generator.writeEndArray();
    } else {
      JsonOutput.objects(generator, name, values, members);
    }
  }
}
