package org.openlauncher.host.json;

import java.util.Optional;
import org.openlauncher.api.error.LauncherException;

/** Tells whether a text from a file is one JSON object. */
public final class JsonObjectCheck {
  private JsonObjectCheck() {}

  /** What keeps it from being one; empty where nothing does. */
  public static Optional<String> fault(String text) {
    try {
      StrictJson.read(text);
      return Optional.empty();
    } catch (LauncherException refusal) {
      return Optional.of(refusal.getMessage().replaceFirst("^\\$: ", ""));
    }
  }
}
