package org.openlauncher.plugin.nativeplugin.wire;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.wire.ApiVersion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a job's JSON object in the form of a plugin's version. Members without a value are left
 * out, and each has exactly the type that is documented: plugins die of any other.
 */
public final class JobWriting {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ID_TAG = "openlauncher-job:";

  private final ApiVersion version;

  /** For a plugin of a version. */
  public JobWriting(ApiVersion version) {
    this.version = version;
  }

  /** The tag that carries the launcher's id into the back-end. */
  public static String tag(JobId id) {
    return ID_TAG + id;
  }

  /**
   * The object.
   *
   * @param instanceId which launcher sends it
   */
  public ObjectNode write(JobId id, JobSpecification job, String instanceId) {
    ObjectNode node = NODES.objectNode();
    node.put("name", job.name()).put("user", job.user()).put("cluster", job.cluster());
    text(node, "group", job.group());
    text(node, "command", job.command());
    text(node, "exe", job.exe());
    texts(node, "args", job.args());
    list(node, "environment", job.environment(), JobWriting::variable);
    text(node, "stdin", job.stdin());
    text(node, "stdoutFile", job.stdoutFile());
    text(node, "stderrFile", job.stderrFile());
    text(node, "workingDirectory", job.workingDirectory());
    texts(node, "queues", job.queues());
    text(node, "resourceProfile", job.resourceProfile());
    list(
        node,
        "resourceLimits",
        job.resourceLimits(),
        (limit, into) -> into.put("type", limit.type()).put("value", limit.value()));
    list(
        node,
        "placementConstraints",
        job.placementConstraints(),
        (constraint, into) -> {
          into.put("name", constraint.name());
          text(into, "value", constraint.value());
        });
    list(
        node,
        "config",
        job.config(),
        (config, into) -> {
          into.put("name", config.name());
          text(into, "valueType", config.valueType().map(type -> type.wireName()));
          text(into, "value", config.value());
        });
    job.container().ifPresent(container -> container(container, node.putObject("container")));
    list(
        node,
        "exposedPorts",
        job.exposedPorts(),
        (port, into) -> {
          into.put("targetPort", port.targetPort());
          port.publishedPort().ifPresent(published -> into.put("publishedPort", published));
          into.put("protocol", port.protocol().name());
        });
    list(node, "mounts", job.mounts(), this::mount);
    ArrayNode tags = node.putArray("tags");
    job.tags().forEach(tags::add);
    tags.add(tag(id));
    job.metadata().ifPresent(metadata -> node.set("metadata", JSON.readTree(metadata.text())));
    if (version.hasNewShapes()) {
      node.put("instanceId", instanceId);
    }
    return node;
  }

  private static void variable(EnvironmentVariable variable, ObjectNode into) {
    into.put("name", variable.name()).put("value", variable.value());
  }

  private static void container(Container container, ObjectNode into) {
    into.put("image", container.image());
    container.runAsUserId().ifPresent(user -> into.put("runAsUserId", user));
    container.runAsGroupId().ifPresent(group -> into.put("runAsGroupId", group));
    if (!container.supplementalGroupIds().isEmpty()) {
      ArrayNode groups = into.putArray("supplementalGroupIds");
      container.supplementalGroupIds().forEach(groups::add);
    }
  }

  private void mount(Mount mount, ObjectNode into) {
    into.put("mountPath", mount.mountPath()).put("readOnly", mount.readOnly());
    ObjectNode holder = into;
    if (version.hasNewShapes()) {
      text(into, "name", mount.name());
      holder = into.putObject("mountSource");
    }
    holder.put("type", mount.source().type());
    holder.set("source", source(mount.source()));
  }

  private static ObjectNode source(MountSource source) {
    ObjectNode into = NODES.objectNode();
    if (source instanceof MountSource.Host host) {
      into.put("path", host.path());
    } else if (source instanceof MountSource.Nfs nfs) {
      text(into, "host", nfs.host());
      into.put("path", nfs.path());
    } else if (source instanceof MountSource.CephFs ceph) {
      texts(into, "monitors", ceph.monitors());
      text(into, "path", ceph.path());
      text(into, "user", ceph.user());
      text(into, "secretFile", ceph.secretFile());
      text(into, "secretRef", ceph.secretRef());
    } else if (source instanceof MountSource.GlusterFs gluster) {
      into.put("endpoints", gluster.endpoints()).put("path", gluster.path());
    } else if (source instanceof MountSource.AzureFile azure) {
      into.put("secretName", azure.secretName()).put("shareName", azure.shareName());
    } else if (source instanceof MountSource.Other other) {
      return (ObjectNode) JSON.readTree(other.source().text());
    }
    return into;
  }

  private static void text(ObjectNode node, String member, Optional<String> value) {
    value.ifPresent(text -> node.put(member, text));
  }

  private static void texts(ObjectNode node, String member, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(member);
      values.forEach(array::add);
    }
  }

  private static <T> void list(
      ObjectNode node, String member, Collection<T> values, BiConsumer<T, ObjectNode> write) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(member);
      values.forEach(value -> write.accept(value, array.addObject()));
    }
  }
}
