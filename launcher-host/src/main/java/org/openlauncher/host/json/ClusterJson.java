package org.openlauncher.host.json;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Capabilities.Feature;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.clusters.Clusters;
import tools.jackson.core.JsonGenerator;

/** Writes what a user may use at a cluster. */
public final class ClusterJson {
  private ClusterJson() {}

  /** The members of one cluster. */
  public static void members(JsonGenerator generator, Clusters.Description cluster) {
    ClusterInfo info = cluster.info();
    generator.writeStringProperty("name", cluster.name());
    generator.writeStringProperty("type", cluster.type());
    JsonOutput.texts(generator, "queues", info.queues());
    JsonOutput.text(generator, "defaultQueue", info.defaultQueue());
    JsonOutput.objects(generator, "resourceLimits", info.resourceLimits(), ClusterJson::limitOffer);
    JsonOutput.objects(
        generator,
        "placementConstraints",
        info.placementConstraints(),
        SpecificationMembers::placementConstraint);
    JsonOutput.objects(
        generator, "resourceProfiles", info.resourceProfiles(), ClusterJson::resourceProfile);
    JsonOutput.texts(generator, "images", info.images());
    JsonOutput.text(generator, "defaultImage", info.defaultImage());
    generator.writeBooleanProperty("allowUnknownImages", info.allowUnknownImages());
    cluster.mostJobs().ifPresent(most -> generator.writeNumberProperty("maxRunningJobs", most));
    JsonOutput.objects(generator, "config", info.config(), SpecificationMembers::config);
    cluster.capabilities().ifPresent(capabilities -> capabilities(generator, capabilities));
  }

  private static void capabilities(JsonGenerator generator, Capabilities capabilities) {
    generator.writeBooleanProperty("supportsContainers", capabilities.has(Feature.CONTAINERS));
    generator.writeBooleanProperty(
        "containersUseHostNetwork", capabilities.has(Feature.HOST_NETWORK));
    JsonOutput.texts(
        generator, "operations", sorted(capabilities.operations(), JobOperation::wireName));
    JsonOutput.texts(
        generator, "outputTypes", sorted(capabilities.outputs(), OutputType::wireName));
    JsonOutput.texts(
        generator, "features", sorted(capabilities.features(), ClusterJson::featureName));
    JsonOutput.texts(
        generator,
        "mountTypes",
        capabilities.mountTypes().stream().sorted(Comparator.naturalOrder()).toList());
    JsonOutput.texts(
        generator,
        "enforcedLimits",
        capabilities.enforcedLimits().stream().sorted(Comparator.naturalOrder()).toList());
  }

  private static <T extends Enum<T>> List<String> sorted(
      Set<T> values, Function<T, String> wireName) {
    return values.stream().sorted().map(wireName).toList();
  }

  /** RESOURCE_USE becomes resourceUse. */
  private static String featureName(Feature feature) {
    StringBuilder name = new StringBuilder();
    for (String word : feature.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  /** A limit that a job may set. */
  public static void limitOffer(JsonGenerator generator, ClusterInfo.LimitOffer offer) {
    generator.writeStringProperty("type", offer.type());
    JsonOutput.text(generator, "defaultValue", offer.defaultValue());
    JsonOutput.text(generator, "maxValue", offer.maxValue());
  }

  /** A named size. */
  public static void resourceProfile(JsonGenerator generator, ClusterInfo.ResourceProfile profile) {
    generator.writeStringProperty("name", profile.name());
    JsonOutput.text(generator, "displayName", profile.displayName());
    JsonOutput.objects(generator, "limits", profile.limits(), SpecificationMembers::resourceLimit);
    JsonOutput.text(generator, "queue", profile.queue());
    JsonOutput.objects(
        generator,
        "placementConstraints",
        profile.placementConstraints(),
        SpecificationMembers::placementConstraint);
  }
}
