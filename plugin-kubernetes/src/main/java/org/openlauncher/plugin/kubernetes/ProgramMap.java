package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.container.program.InitProgram;
import org.openlauncher.plugin.kubernetes.api.ApiRefusal;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first process of containers, as a ConfigMap that all pods of the namespace mount: so it needs
 * no image, no registry and no storage. It is named by its content, never changes, and several
 * launchers share it.
 */
final class ProgramMap {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(10);

  private final ApiServer api;
  private final JobNames names;
  private final byte[] content;
  private final String name;
  private volatile Instant seen = Instant.EPOCH;

  private ProgramMap(ApiServer api, JobNames names, byte[] content) {
    this.api = api;
    this.names = names;
    this.content = content;
    this.name = "openlauncher-program-" + JobNames.hash(content);
  }

  static ProgramMap read(ApiServer api, JobNames names) {
    try (InputStream program = InitProgram.open()) {
      return new ProgramMap(api, names, program.readAllBytes());
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "the program that containers begin with can't be read: " + failure.getMessage(),
          failure);
    }
  }

  String name() {
    return name;
  }

  /** Makes it where it is not there; somebody may have removed it. */
  void ensure() {
    Instant now = Instant.now();
    if (seen.plus(LOOK_EVERY).isAfter(now)) {
      return;
    }
    if (api.find(names.core("configmaps") + "/" + name).isEmpty()) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      object.put("apiVersion", "v1");
      object.put("kind", "ConfigMap");
      object.putObject("metadata").put("name", name);
      object.put("immutable", true);
      object.putObject("binaryData").put("init", Base64.getEncoder().encodeToString(content));
      try {
        api.post(names.core("configmaps"), object);
      } catch (ApiRefusal refusal) {
        if (!refusal.alreadyExists()) {
          throw refusal;
        }
      }
    }
    seen = now;
  }
}
