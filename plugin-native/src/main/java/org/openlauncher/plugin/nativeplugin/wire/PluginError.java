package org.openlauncher.plugin.nativeplugin.wire;

import java.util.Arrays;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import tools.jackson.databind.JsonNode;

/** Makes a failure of an error that a plugin answers. */
public final class PluginError {
  private static final int LONGEST = 2_000;
  private static final int LAST_SHARED_NUMBER = 10;

  private PluginError() {}

  /** The failure; a number that is not known counts as {@code Unknown}. */
  public static LauncherException read(JsonNode message) {
    int number = message.path("errorCode").asInt(0);
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(known -> known.number() == number && number <= LAST_SHARED_NUMBER)
            .findFirst()
            .orElse(ErrorCode.UNKNOWN);
    String text = Printable.of(message.path("errorMessage").asString(""), LONGEST);
    return new LauncherException(
        code, text.isEmpty() ? "The cluster's plugin answered with error " + number + "." : text);
  }
}
