package org.openlauncher.plugin.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openlauncher.container.program.ProgramStart;
import tools.jackson.databind.JsonNode;

/**
 * What a pod's object says of its job.
 *
 * @param pod the object
 */
record PodView(JsonNode pod) {
  String name() {
    return pod.path("metadata").path("name").asString("");
  }

  Optional<String> node() {
    return text(pod.path("spec").path("nodeName"));
  }

  Optional<String> address() {
    return text(pod.path("status").path("podIP"));
  }

  Optional<String> nodeAddress() {
    return text(pod.path("status").path("hostIP"));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asString("")).filter(value -> !value.isEmpty());
  }

  boolean failed() {
    return pod.path("status").path("phase").asString("").equals("Failed");
  }

  boolean ended() {
    return failed() || pod.path("status").path("phase").asString("").equals("Succeeded");
  }

  /** Why the pod as a whole is as it is; empty text where nobody says. */
  String reason() {
    return pod.path("status").path("reason").asString("");
  }

  String message() {
    return pod.path("status").path("message").asString("");
  }

  /** Whether somebody has asked the cluster to end it: a person, an eviction, a preemption. */
  boolean deleted() {
    return pod.path("metadata").has("deletionTimestamp");
  }

  /**
   * Whether the cluster has lost its node: then it says so of the pod alone, and not of the
   * containers, of which nobody has heard since.
   */
  boolean nodeIsSilent() {
    return is("Ready", "False") && is("ContainersReady", "True");
  }

  private boolean is(String condition, String status) {
    return condition(condition)
        .map(found -> found.path("status").asString("").equals(status))
        .orElse(false);
  }

  Optional<JsonNode> condition(String type) {
    return pod.path("status")
        .path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals(type))
        .findFirst();
  }

  /** The state of the job's container: one of waiting, running and terminated; else missing. */
  JsonNode state() {
    return status("containerStatuses", JobObjects.CONTAINER).path("state");
  }

  /** The state of the container that makes the accounts. */
  JsonNode accountsState() {
    return status("initContainerStatuses", JobObjects.ACCOUNTS).path("state");
  }

  private JsonNode status(String list, String container) {
    return pod.path("status")
        .path(list)
        .valueStream()
        .filter(status -> status.path("name").asString("").equals(container))
        .findFirst()
        .orElse(tools.jackson.databind.node.MissingNode.getInstance());
  }

  /** What the first process of the job's container was given. */
  ProgramStart start() {
    List<String> words =
        pod.path("spec")
            .path("containers")
            .path(0)
            .path("args")
            .valueStream()
            .map(word -> word.asString("").replace("$$", "$"))
            .toList();
    return ProgramStart.of(words);
  }

  String image() {
    return pod.path("spec").path("containers").path(0).path("image").asString("");
  }

  static Instant time(JsonNode state, String member) {
    try {
      return Instant.parse(state.path(member).asString(""));
    } catch (DateTimeException none) {
      return Instant.now();
    }
  }
}
