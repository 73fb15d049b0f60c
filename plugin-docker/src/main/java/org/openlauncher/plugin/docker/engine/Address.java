package org.openlauncher.plugin.docker.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the engine's addresses together; data in them is encoded. */
public final class Address {
  private Address() {}

  /** A text as one segment of a path, or as a value of the query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A container's own address. */
  public static String container(String id) {
    return "/containers/" + encoded(id);
  }

  /** A filter of lists and events, as a value of the query. */
  public static String filters(Map<String, List<String>> filters) {
    ObjectNode json = EngineClient.JSON.createObjectNode();
    filters.forEach(
        (name, values) -> {
          ArrayNode array = json.putArray(name);
          values.forEach(array::add);
        });
    return encoded(EngineClient.JSON.writeValueAsString(json));
  }
}
