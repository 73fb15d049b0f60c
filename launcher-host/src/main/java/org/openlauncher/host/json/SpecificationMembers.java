package org.openlauncher.host.json;

import java.util.function.BiConsumer;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import tools.jackson.core.JsonGenerator;

/** Writes the members of the parts of a job's specification. */
final class SpecificationMembers {
  private SpecificationMembers() {}

  static void environment(JsonGenerator generator, EnvironmentVariable variable) {
    generator.writeStringProperty("name", variable.name());
    generator.writeStringProperty("value", variable.value());
  }

  static void resourceLimit(JsonGenerator generator, ResourceLimit limit) {
    generator.writeStringProperty("type", limit.type());
    generator.writeStringProperty("value", limit.value());
  }

  static void placementConstraint(JsonGenerator generator, PlacementConstraint constraint) {
    generator.writeStringProperty("name", constraint.name());
    JsonOutput.text(generator, "value", constraint.value());
  }

  static void config(JsonGenerator generator, JobConfig config) {
    generator.writeStringProperty("name", config.name());
    JsonOutput.text(generator, "valueType", config.valueType().map(JobConfig.ValueType::wireName));
    JsonOutput.text(generator, "value", config.value());
  }

  static void container(JsonGenerator generator, Container container) {
    generator.writeStringProperty("image", container.image());
    container.runAsUserId().ifPresent(id -> generator.writeNumberProperty("runAsUserId", id));
    container.runAsGroupId().ifPresent(id -> generator.writeNumberProperty("runAsGroupId", id));
    JsonOutput.array(
        generator,
        "supplementalGroupIds",
        container.supplementalGroupIds(),
        JsonGenerator::writeNumber);
    if (container.createUser()) {
      generator.writeBooleanProperty("createUser", true);
    }
  }

  static void exposedPort(JsonGenerator generator, ExposedPort port) {
    generator.writeNumberProperty("targetPort", port.targetPort());
    port.publishedPort()
        .ifPresent(published -> generator.writeNumberProperty("publishedPort", published));
    generator.writeStringProperty("protocol", port.protocol().name());
  }

  /** A mount with its free source as the JSON object that it is. */
  static void mount(JsonGenerator generator, Mount mount) {
    mount(generator, mount, (target, source) -> JsonOutput.raw(target, "source", source));
  }

  /** A mount with its free source as a text, which keeps every character of it. */
  static void storedMount(JsonGenerator generator, Mount mount) {
    mount(
        generator, mount, (target, source) -> target.writeStringProperty("source", source.text()));
  }

  private static void mount(
      JsonGenerator generator, Mount mount, BiConsumer<JsonGenerator, JsonText> freeSource) {
    generator.writeStringProperty("mountPath", mount.mountPath());
    JsonOutput.text(generator, "name", mount.name());
    generator.writeBooleanProperty("readOnly", mount.readOnly());
    JsonOutput.object(
        generator,
        "mountSource",
        target -> {
          target.writeStringProperty("type", mount.source().type());
          if (mount.source() instanceof MountSource.Other other) {
            freeSource.accept(target, other.source());
          } else {
            JsonOutput.object(target, "source", members -> source(members, mount.source()));
          }
        });
  }

  private static void source(JsonGenerator generator, MountSource source) {
    if (source instanceof MountSource.Host host) {
      generator.writeStringProperty("path", host.path());
    } else if (source instanceof MountSource.Nfs nfs) {
      JsonOutput.text(generator, "host", nfs.host());
      generator.writeStringProperty("path", nfs.path());
    } else if (source instanceof MountSource.CephFs cephFs) {
      JsonOutput.texts(generator, "monitors", cephFs.monitors());
      JsonOutput.text(generator, "path", cephFs.path());
      JsonOutput.text(generator, "user", cephFs.user());
      JsonOutput.text(generator, "secretFile", cephFs.secretFile());
      JsonOutput.text(generator, "secretRef", cephFs.secretRef());
    } else if (source instanceof MountSource.GlusterFs glusterFs) {
      generator.writeStringProperty("endpoints", glusterFs.endpoints());
      generator.writeStringProperty("path", glusterFs.path());
    } else if (source instanceof MountSource.AzureFile azureFile) {
      generator.writeStringProperty("secretName", azureFile.secretName());
      generator.writeStringProperty("shareName", azureFile.shareName());
    }
  }
}
