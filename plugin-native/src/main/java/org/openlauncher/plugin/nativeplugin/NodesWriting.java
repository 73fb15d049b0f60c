package org.openlauncher.plugin.nativeplugin;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.wire.RequestType;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the request that tells a plugin which launchers work side by side: all of it is text. */
final class NodesWriting {
  private static final String EVERYBODY = "*";

  private NodesWriting() {}

  static ObjectNode request(List<LoadBalancerNode> nodes) {
    ObjectNode request = Conversation.request(RequestType.SET_LOAD_BALANCER_NODES, EVERYBODY);
    ArrayNode array = request.putArray("nodes");
    nodes.forEach(node -> write(node, array.addObject()));
    return request;
  }

  private static void write(LoadBalancerNode node, ObjectNode into) {
    into.put("host", node.host());
    text(into, "ipv4", node.ipv4());
    text(into, "port", node.port().map(Object::toString));
    text(into, "lastSeen", node.lastSeen().map(Object::toString));
    into.put("status", node.status());
  }

  /** Plugins of the Go kit die of a time that is an empty text. */
  private static void text(ObjectNode into, String member, Optional<String> value) {
    value.ifPresent(text -> into.put(member, text));
  }
}
