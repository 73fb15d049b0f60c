package org.openlauncher.host.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Collects what is wrong with one request, so that the client is told of everything at once. */
public final class Problems {
  private static final int MOST_TOLD = 50;

  private final List<String> messages = new ArrayList<>();
  private String firstPath = "$";

  /** Notes a problem at a place, given as a JSON path. */
  void add(String path, String message) {
    if (messages.isEmpty()) {
      firstPath = path;
    }
    if (messages.size() < MOST_TOLD) {
      messages.add(path + ": " + message);
    }
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Throws where something was noted. */
  public void refuse() {
    if (!messages.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          messages.get(0),
          Map.of("path", firstPath, "problems", List.copyOf(messages)));
    }
  }

  @Override
  public String toString() {
    return String.join("; ", messages);
  }
}
