package org.openlauncher.plugin.docker;

import java.util.Optional;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.databind.JsonNode;

/** Whether an engine can run the jobs of others as themselves. */
final class EngineCheck {
  private static final String ROOTLESS = "name=rootless";
  private static final String REMAPPED = "name=userns";

  private EngineCheck() {}

  /**
   * Asks the engine what it is.
   *
   * @return why it can't be used, for an administrator; empty where it can
   */
  static Optional<String> refusal(EngineClient engine) {
    return refusal(engine.get("/info"))
        .map(
            how ->
                "the engine at "
                    + engine.address()
                    + " "
                    + how
                    + ": in its containers users have other ids than on the machine, so that jobs"
                    + " would not run as their owners");
  }

  /** What is wrong with an engine by its own words. */
  static Optional<String> refusal(JsonNode info) {
    // So podman says it, and Docker by an option.
    boolean rootless = info.path("Rootless").asBoolean(false);
    boolean remapped = false;
    for (JsonNode option : info.path("SecurityOptions")) {
      String text = option.asString("");
      rootless = rootless || text.startsWith(ROOTLESS);
      remapped = remapped || text.startsWith(REMAPPED);
    }
    if (rootless) {
      return Optional.of("runs rootless");
    }
    return remapped ? Optional.of("remaps user ids (userns-remap)") : Optional.empty();
  }
}
