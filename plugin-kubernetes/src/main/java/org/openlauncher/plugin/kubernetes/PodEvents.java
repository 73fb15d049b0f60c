package org.openlauncher.plugin.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import tools.jackson.databind.JsonNode;

/** What the cluster has noted of a Job and its pod; asked for only where somebody wants to know. */
final class PodEvents {
  private static final int MOST = 20;
  private static final Set<String> ENDS = Set.of("Preempted", "Evicted", "TaintManagerEviction");

  private final ApiServer api;
  private final JobNames names;

  PodEvents(ApiServer api, JobNames names) {
    this.api = api;
    this.names = names;
  }

  /**
   * One event.
   *
   * @param reason the cluster's word
   * @param message the cluster's sentence
   * @param warning whether it is no ordinary one
   */
  record Event(String reason, String message, boolean warning) {}

  /** The events of one object, the oldest first. */
  List<Event> of(String uid) {
    return where("involvedObject.uid=" + uid);
  }

  private List<Event> where(String selector) {
    JsonNode list =
        api.get(
            names.core("events")
                + "?fieldSelector="
                + ApiServer.encoded(selector)
                + "&limit="
                + MOST);
    List<Event> events = new ArrayList<>();
    for (JsonNode event : list.path("items")) {
      events.add(
          new Event(
              event.path("reason").asString(""),
              event.path("message").asString(""),
              event.path("type").asString("").equals("Warning")));
    }
    return events;
  }

  /** The event that says why a pod was ended from outside; empty where none does. */
  Optional<Event> causeOfEnd(PodView pod) {
    try {
      // Not all who write such events know the pod by more than its name, which is no other's.
      return where("involvedObject.kind=Pod,involvedObject.name=" + pod.name()).stream()
          .filter(event -> ENDS.contains(event.reason()))
          .findFirst();
    } catch (ApiFailure noAnswer) {
      return Optional.empty();
    }
  }
}
