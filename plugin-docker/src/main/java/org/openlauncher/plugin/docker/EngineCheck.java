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
    JsonNode info = engine.get("/info");
    for (JsonNode option : info.path("SecurityOptions")) {
      String text = option.asString("");
      if (text.startsWith(ROOTLESS) || text.startsWith(REMAPPED)) {
        return Optional.of(
            "the engine at "
                + engine.address()
                + (text.startsWith(ROOTLESS) ? " runs rootless" : " remaps user ids (userns-remap)")
                + ": in its containers users have other ids than on the machine, so that jobs would"
                + " not run as their owners");
      }
    }
    return Optional.empty();
  }
}
