package org.openlauncher.plugin.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import tools.jackson.databind.JsonNode;

/**
 * What marks the containers of a cluster at the engine, where others have containers too.
 *
 * @param instance the launcher's installation
 * @param cluster the cluster's name
 */
record JobLabels(String instance, String cluster) {
  private static final String INSTANCE = "org.openlauncher.instance";
  private static final String CLUSTER = "org.openlauncher.cluster";
  private static final String JOB = "org.openlauncher.job";
  private static final String USER = "org.openlauncher.user";
  private static final String TOKEN = "org.openlauncher.token";

  /**
   * The labels of a job's container.
   *
   * @param token what nobody else knows beforehand, so that a container with the same labels is
   *     told apart
   */
  Map<String, String> of(JobId id, String user, String token) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(INSTANCE, instance);
    labels.put(CLUSTER, cluster);
    labels.put(JOB, id.value());
    labels.put(USER, user);
    labels.put(TOKEN, token);
    return labels;
  }

  /** What the engine is asked to filter by. */
  List<String> filter() {
    return List.of(INSTANCE + "=" + instance, CLUSTER + "=" + cluster);
  }

  /** Whose container it is, by its labels; empty where it is none of this cluster. */
  Optional<JobId> job(JsonNode labels) {
    return labels.path(INSTANCE).asString("").equals(instance)
            && labels.path(CLUSTER).asString("").equals(cluster)
        ? JobId.parse(labels.path(JOB).asString(""))
        : Optional.empty();
  }

  /** Whether a container is the one that was made for a job. */
  boolean made(JsonNode labels, JobId id, String token) {
    return job(labels).equals(Optional.of(id)) && labels.path(TOKEN).asString("").equals(token);
  }

  /** The container's name. */
  static String containerName(JobId id) {
    return "openlauncher-" + id.value();
  }
}
