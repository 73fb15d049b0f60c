package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import tools.jackson.databind.JsonNode;

/** What tests beyond the contract share: a cluster of the launcher's, and the cluster itself. */
abstract class KubernetesTestBase extends PluginContract {
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

  static JobStatus assertEnd(StartedJob job, JobState state, StatusCode code) {
    JobStatus end = job.awaitEnd();
    assertThat(end.state()).as("state of %s", end).isEqualTo(state);
    assertThat(end.code()).as("code of %s", end).contains(code);
    assertThat(end.message()).as("message of %s", end).isNotBlank();
    return end;
  }
}
