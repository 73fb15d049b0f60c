package org.openlauncher.plugin.kubernetes;

import java.util.Optional;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import tools.jackson.databind.JsonNode;

/**
 * Why the cluster ended a pod. Newer clusters tell it in the pod; for others it stands in the Job
 * or in an event, which are asked for only where the pod was ended from outside and does not tell.
 */
final class CausesOfEnd {
  private final ApiServer api;
  private final JobNames names;
  private final PodEvents events;

  CausesOfEnd(ApiServer api, JobNames names, PodEvents events) {
    this.api = api;
    this.names = names;
    this.events = events;
  }

  /** The cause; empty where the pod ended by itself, or where nobody says why it did not. */
  Optional<JobStatus> of(JobEntry job, PodView pod) {
    Optional<JobStatus> told = StatusTranslation.cause(pod);
    if (told.isPresent() || !(pod.deleted() || job.podGone())) {
      return told;
    }
    return failure(job)
        .flatMap(StatusTranslation::causeOfJob)
        .or(() -> events.causeOfEnd(pod).flatMap(StatusTranslation::causeOfEvent))
        .or(
            () ->
                pod.nodeIsSilent() ? Optional.of(StatusTranslation.nodeLost()) : Optional.empty());
  }

  /** What the Job says of its failure by now: it may be ahead of what the watch has told. */
  private Optional<JsonNode> failure(JobEntry job) {
    Optional<JsonNode> told = job.job().flatMap(StatusTranslation::failure);
    if (told.isPresent() || job.jobGone()) {
      return told;
    }
    try {
      return api.find(names.job(job.id())).flatMap(StatusTranslation::failure);
    } catch (ApiFailure noAnswer) {
      return Optional.empty();
    }
  }
}
