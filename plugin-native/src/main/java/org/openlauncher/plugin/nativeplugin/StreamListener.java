package org.openlauncher.plugin.nativeplugin;

import org.openlauncher.api.error.LauncherException;
import tools.jackson.databind.JsonNode;

/** Takes what comes in one stream. Called by the thread that reads, so it must not block. */
interface StreamListener {
  void message(JsonNode message);

  /** Nothing comes any more, and this is why. */
  void failed(LauncherException failure);
}
