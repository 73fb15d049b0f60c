package org.openlauncher.host.json;

import java.util.Map;
import org.openlauncher.api.error.ErrorCode;
import tools.jackson.core.JsonGenerator;

/** Writes errors as clients see them. */
public final class ErrorJson {
  private ErrorJson() {}

  /** {@code {"error": {"code", "number", "message", "detail"}}}. */
  public static byte[] error(ErrorCode code, String message, Map<String, Object> detail) {
    return JsonOutput.object(generator -> member(generator, code, message, detail));
  }

  /** The member {@code error} of a greater object. */
  public static void member(
      JsonGenerator generator, ErrorCode code, String message, Map<String, Object> detail) {
    JsonOutput.object(
        generator,
        "error",
        target -> {
          target.writeStringProperty("code", code.wireName());
          target.writeNumberProperty("number", code.number());
          target.writeStringProperty("message", message);
          if (!detail.isEmpty()) {
            JsonOutput.plainMap(target, "detail", detail);
          }
        });
  }
}
