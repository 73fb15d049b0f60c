package org.openlauncher.plugin.nativeplugin.wire;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.OutputType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Reads a plugin's answer to the question what a user may use. */
public final class ClusterInfoReading {
  private static final Set<String> MOUNT_TYPES =
      Set.of("host", "nfs", "cephFs", "glusterFs", "azureFile", "passthrough");

  private ClusterInfoReading() {}

  /** What the user may use. */
  public static ClusterInfo info(JsonNode answer) {
    List<String> queues = texts(answer.path("queues"));
    return new ClusterInfo(
        queues,
        JobReading.text(answer, "defaultQueue").filter(queues::contains),
        list(
            answer.path("resourceLimits"),
            "type",
            limit ->
                new ClusterInfo.LimitOffer(
                    limit.path("type").asString(""),
                    JobReading.text(limit, "defaultValue"),
                    JobReading.text(limit, "maxValue"))),
        constraints(answer.path("placementConstraints")),
        list(
            answer.path("resourceProfiles"),
            "name",
            profile ->
                new ClusterInfo.ResourceProfile(
                    profile.path("name").asString(""),
                    JobReading.text(profile, "displayName"),
                    list(
                        profile.path("limits"),
                        "type",
                        limit ->
                            new ResourceLimit(
                                limit.path("type").asString(""), limit.path("value").asString(""))),
                    JobReading.text(profile, "queue"),
                    constraints(profile.path("placementConstraints")))),
        texts(answer.path("images")),
        JobReading.text(answer, "defaultImage"),
        answer.path("allowUnknownImages").asBoolean(false),
        list(
            answer.path("config"),
            "name",
            config ->
                new JobConfig(
                    config.path("name").asString(""),
                    JobReading.text(config, "valueType").flatMap(JobConfig.ValueType::parse),
                    JobReading.text(config, "value"))));
  }

  /**
   * What the cluster can do.
   *
   * @param answer what the plugin offers to everybody
   */
  public static Capabilities capabilities(JsonNode answer) {
    EnumSet<Capabilities.Feature> features =
        EnumSet.of(Capabilities.Feature.RESOURCE_USE, Capabilities.Feature.NETWORK);
    if (answer.path("supportsContainers").asBoolean(false)) {
      features.add(Capabilities.Feature.CONTAINERS);
    }
    if (answer.path("containersUseHostNetwork").asBoolean(false)) {
      features.add(Capabilities.Feature.HOST_NETWORK);
    }
    if (!answer.path("queues").isEmpty()) {
      features.add(Capabilities.Feature.QUEUES);
    }
    return new Capabilities(
        EnumSet.allOf(JobOperation.class),
        EnumSet.allOf(OutputType.class),
        features,
        MOUNT_TYPES,
        info(answer).resourceLimits().stream()
            .map(ClusterInfo.LimitOffer::type)
            .collect(Collectors.toSet()));
  }

  private static List<PlacementConstraint> constraints(JsonNode array) {
    return list(
        array,
        "name",
        constraint ->
            new PlacementConstraint(
                constraint.path("name").asString(""), JobReading.text(constraint, "value")));
  }

  private static List<String> texts(JsonNode array) {
    return JobReading.texts(array).distinct().toList();
  }

  /** Entries without the member that they must have are passed over. */
  private static <T> List<T> list(JsonNode array, String needed, Function<JsonNode, T> read) {
    return array
        .valueStream()
        .filter(entry -> JobReading.text(entry, needed).isPresent())
        .map(read)
        .toList();
  }

  /** What a plugin is taken to offer that has never said anything. */
  public static Capabilities unknown() {
    Capabilities everybody = capabilities(MissingNode.getInstance());
    return new Capabilities(
        everybody.operations(),
        everybody.outputs(),
        EnumSet.of(
            Capabilities.Feature.CONTAINERS,
            Capabilities.Feature.QUEUES,
            Capabilities.Feature.RESOURCE_USE,
            Capabilities.Feature.NETWORK),
        everybody.mountTypes(),
        Set.of(
            ResourceLimit.CPU_COUNT,
            ResourceLimit.CPU_TIME,
            ResourceLimit.MEMORY,
            ResourceLimit.MEMORY_SWAP));
  }

  /** The limits that a cluster of these capabilities can offer. */
  public static ClusterInfo within(ClusterInfo info, Capabilities capabilities) {
    return new ClusterInfo(
        info.queues(),
        info.defaultQueue(),
        info.resourceLimits().stream()
            .filter(limit -> capabilities.enforcedLimits().contains(limit.type()))
            .toList(),
        info.placementConstraints(),
        info.resourceProfiles(),
        info.images(),
        info.defaultImage(),
        info.allowUnknownImages(),
        info.config());
  }
}
