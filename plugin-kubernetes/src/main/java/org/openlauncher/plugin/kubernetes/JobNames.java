package org.openlauncher.plugin.kubernetes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import tools.jackson.databind.JsonNode;

/**
 * What a cluster's objects are called, and what marks them among those of others.
 *
 * @param instance the launcher's installation
 * @param cluster the cluster's name
 * @param namespace where they are
 */
record JobNames(String instance, String cluster, String namespace) {
  static final String JOB = "openlauncher.org/job";
  private static final String INSTANCE = "openlauncher.org/instance";
  private static final String CLUSTER = "openlauncher.org/cluster";
  private static final String USER = "openlauncher.org/user";
  private static final int HASH_LENGTH = 32;

  /** The name of all objects of a job. */
  static String object(JobId id) {
    return "openlauncher-" + id.value();
  }

  /** The labels of a job's objects. */
  Map<String, String> labels(JobId id, String user) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(INSTANCE, value(instance));
    labels.put(CLUSTER, value(cluster));
    labels.put(JOB, id.value());
    labels.put(USER, value(user));
    return labels;
  }

  /** What the API is asked to select by. */
  String selector() {
    return INSTANCE + "=" + value(instance) + "," + CLUSTER + "=" + value(cluster);
  }

  /** Whose object it is; empty where it is none of this cluster. */
  Optional<JobId> job(JsonNode object) {
    JsonNode labels = object.path("metadata").path("labels");
    return labels.path(INSTANCE).asString("").equals(value(instance))
            && labels.path(CLUSTER).asString("").equals(value(cluster))
        ? JobId.parse(labels.path(JOB).asString(""))
        : Optional.empty();
  }

  /** A label's value: the text itself where it can be one, else what nobody mistakes for it. */
  static String value(String text) {
    if (text.matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")) {
      return text;
    }
    return "x-" + hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Some digits that tell contents apart. */
  static String hash(byte[] content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
          .substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String jobs() {
    return "/apis/batch/v1/namespaces/" + namespace + "/jobs";
  }

  String job(JobId id) {
    return jobs() + "/" + object(id);
  }

  String core(String kind) {
    return "/api/v1/namespaces/" + namespace + "/" + kind;
  }

  String pod(String name) {
    return core("pods") + "/" + ApiServer.encoded(name);
  }

  String secret(JobId id) {
    return core("secrets") + "/" + object(id);
  }

  String service(JobId id) {
    return core("services") + "/" + object(id);
  }
}
