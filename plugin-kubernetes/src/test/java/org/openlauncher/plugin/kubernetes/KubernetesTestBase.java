package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What tests beyond the contract share: a cluster of the launcher's, and the cluster itself. */
abstract class KubernetesTestBase extends PluginContract {
  private static final int TERMINATED = 143;

  /** Options of the cluster beside those that are needed. */
  Map<String, String> options() {
    return Map.of();
  }

  TestNamespace namespace() {
    return TestNamespace.shared();
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    return KubernetesUnderTest.of(folder, namespace(), options());
  }

  KubernetesUnderTest kubernetes() {
    return (KubernetesUnderTest) underTest();
  }

  /** A container of an image. */
  static Container container(String image) {
    return new Container(image, Optional.empty(), Optional.empty(), List.of(), false);
  }

  /** The Job of a job, as the cluster has it. */
  JsonNode jobObject(JobId id) {
    return namespace()
        .api()
        .get("/apis/batch/v1/namespaces/" + namespace().name() + "/jobs/" + JobNames.object(id));
  }

  /** The pods of a job. */
  JsonNode pods(JobId id) {
    return namespace()
        .api()
        .get(
            "/api/v1/namespaces/"
                + namespace().name()
                + "/pods?labelSelector=openlauncher.org%2Fjob%3D"
                + id)
        .path("items");
  }

  /** The address of a job's pod. */
  String podAddress(StartedJob job) {
    return "/api/v1/namespaces/"
        + namespace().name()
        + "/pods/"
        + pods(job.id()).get(0).path("metadata").path("name").asString("");
  }

  /** Waits until the cluster has no pod of a job at all. */
  void awaitAbsence(StartedJob job) {
    await("absence of all pods of job " + job.id())
        .atMost(underTest().patience().end())
        .until(() -> pods(job.id()).isEmpty());
  }

  /** Waits until the cluster has no pod of a job that could still begin or go on. */
  void awaitRemoval(StartedJob job) {
    await("removal of the pods of job " + job.id())
        .atMost(underTest().patience().end())
        .until(
            () ->
                pods(job.id())
                    .valueStream()
                    .allMatch(pod -> pod.path("metadata").has("deletionTimestamp")));
  }

  /** Sets a condition of a job's pod, as the cluster's controllers do. */
  void setCondition(StartedJob job, String type, String status, String reason) {
    ObjectNode change = Json.MAPPER.createObjectNode();
    ArrayNode conditions = change.putObject("status").putArray("conditions");
    pods(job.id())
        .get(0)
        .path("status")
        .path("conditions")
        .valueStream()
        .filter(present -> !present.path("type").asString("").equals(type))
        .forEach(conditions::add);
    ObjectNode condition = conditions.addObject().put("type", type).put("status", status);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    namespace().api().patch(podAddress(job) + "/status", change);
  }

  /**
   * A pod that is deleted ends by SIGTERM. Its node tells so; but one of this age may remove the
   * pod before it has told.
   */
  static void assertTerminated(JobStatus end) {
    assertThat(end.exitCode().orElse(TERMINATED)).as("exit code of %s", end).isEqualTo(TERMINATED);
  }

  static JobStatus assertEnd(StartedJob job, JobState state, StatusCode code) {
    JobStatus end = job.awaitEnd();
    assertThat(end.state()).as("state of %s", end).isEqualTo(state);
    assertThat(end.code()).as("code of %s", end).contains(code);
    assertThat(end.message()).as("message of %s", end).isNotBlank();
    return end;
  }
}
