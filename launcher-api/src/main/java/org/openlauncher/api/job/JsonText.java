package org.openlauncher.api.job;

import java.util.Objects;

/**
 * A JSON object that nobody on the way looks into, kept as its text. The launcher has checked that
 * it is one valid JSON object.
 *
 * @param text the object, from brace to brace
 */
public record JsonText(String text) {
  /**
   * Refuses what is plainly no object.
   *
   * @param text the object, from brace to brace
   */
  public JsonText {
    Objects.requireNonNull(text);
    if (!text.startsWith("{") || !text.endsWith("}")) {
      throw new IllegalArgumentException("not a JSON object");
    }
  }
}
