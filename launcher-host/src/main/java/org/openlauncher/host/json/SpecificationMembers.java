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
public final class SpecificationMembers {
  private SpecificationMembers() {}

  static void environment(JsonGenerator generator, EnvironmentVariable variable) {
    generator.writeStringProperty("name", variable.name());
    generator.writeStringProperty("value", variable.value());
  }

  /** A limit. */
  public static void resourceLimit(JsonGenerator generator, ResourceLimit limit) {
    generator.writeStringProperty("type", limit.type());
    generator.writeStringProperty("value", limit.value());
  }

  /** A constraint. */
  public static void placementConstraint(JsonGenerator generator, PlacementConstraint constraint) {
    generator.writeStringProperty("name", constraint.name());
    JsonOutput.text(generator, "value", constraint.value());
  }

  /** A value for one kind of back-end. */
  public static void config(JsonGenerator generator, JobConfig config) {
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

  /** A mount in the form of the Launcher Plugin API before 3.5: its source is beside its path. */
  public static void flatMount(JsonGenerator generator, Mount mount) {
    generator.writeStringProperty("mountPath", mount.mountPath());
    generator.writeBooleanProperty("readOnly", mount.readOnly());
    typedSource(
        generator, mount.source(), (target, source) -> JsonOutput.raw(target, "source", source));
  }

  private static void mount(
      JsonGenerator generator, Mount mount, BiConsumer<JsonGenerator, JsonText> freeSource) {
    generator.writeStringProperty("mountPath", mount.mountPath());
    JsonOutput.text(generator, "name", mount.name());
    generator.writeBooleanProperty("readOnly", mount.readOnly());
    JsonOutput.object(
        generator, "mountSource", target -> typedSource(target, mount.source(), freeSource));
  }

  private static void typedSource(
      JsonGenerator generator, MountSource source, BiConsumer<JsonGenerator, JsonText> freeSource) {
    generator.writeStringProperty("type", source.type());
    if (source instanceof MountSource.Other other) {
      freeSource.accept(generator, other.source());
    } else {
      JsonOutput.object(generator, "source", members -> source(members, source));
    }
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
