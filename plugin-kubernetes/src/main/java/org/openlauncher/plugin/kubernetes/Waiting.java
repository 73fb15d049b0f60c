package org.openlauncher.plugin.kubernetes;

import tools.jackson.databind.JsonNode;

/**
 * What a pod's container waits for.
 *
 * @param reason the cluster's word; empty where none waits
 * @param message the cluster's sentence, or empty
 */
record Waiting(String reason, String message) {
  private static final String BACK_OFF = "ImagePullBackOff";

  static Waiting of(PodView pod) {
    JsonNode accounts = pod.accountsState().path("waiting");
    JsonNode waiting = accounts.isMissingNode() ? pod.state().path("waiting") : accounts;
    return new Waiting(waiting.path("reason").asString(""), waiting.path("message").asString(""));
  }

  /** Whether something is wrong. */
  boolean inTrouble() {
    return !reason.isEmpty()
        && !reason.equals("ContainerCreating")
        && !reason.equals("PodInitializing");
  }

  /** Whether it is for its image. */
  boolean forImage() {
    return reason.contains("Image");
  }

  /** Between two tries a node only says that it waits; what went wrong it has said before. */
  Waiting after(Waiting before) {
    return reason.equals(BACK_OFF) && before.forImage()
        ? new Waiting(reason, before.message)
        : this;
  }
}
