package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace that lets no pod in, and one in which the launcher lacks a right. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "pods are the same whatever runs the launcher; the first pass has run them")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotaTest extends KubernetesTestBase {
  private TestNamespace own;

  @BeforeAll
  void open() {
    own = TestNamespace.open("openlauncher-quota");
  }

  @AfterAll
  void close() {
    if (own != null) {
      own.close();
    }
  }

  @Override
  TestNamespace namespace() {
    return own;
  }

  @Test
  void aQuotaThatIsUsedUpIsTold() {
    ObjectNode quota = Json.MAPPER.createObjectNode();
    quota.putObject("metadata").put("name", "none");
    quota.putObject("spec").putObject("hard").put("pods", "0");
    own.api().post("/api/v1/namespaces/" + own.name() + "/resourcequotas", quota);
    try {
      StartedJob job = start("exit 0");

      await("word of the quota")
          .atMost(underTest().patience().start())
          .until(() -> job.remembered().lastStatus().code().equals(Optional.of(StatusCode.HELD)));

      assertThat(job.remembered().lastStatus().message()).contains("exceeded quota: none");
      assertThat(cluster().cluster().explain(job.remembered()))
          .hasValueSatisfying(
              told -> assertThat(told.reasons()).anyMatch(why -> why.contains("quota")));
      job.control(JobOperation.CANCEL);
      assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
    } finally {
      own.api()
          .delete(
              "/api/v1/namespaces/" + own.name() + "/resourcequotas/none",
              Json.MAPPER.createObjectNode());
    }
  }

  @Test
  void aRightThatIsMissingIsNamed() {
    JsonNode whole = TestNamespace.documentedRole();
    ObjectNode less = (ObjectNode) whole.deepCopy();
    for (JsonNode rule : less.path("rules")) {
      if (rule.path("resources").path(0).asString("").equals("jobs")) {
        ArrayNode verbs = ((ObjectNode) rule).putArray("verbs");
        verbs.add("get").add("list").add("watch").add("delete");
      }
    }
    own.role(less);
    try {
      await("the refusal")
          .atMost(underTest().patience().start())
          .untilAsserted(
              () ->
                  assertThatExceptionOfType(LauncherException.class)
                      .isThrownBy(() -> start("exit 0").awaitEnd())
                      .withMessageContaining("the launcher lacks a right in the cluster")
                      .withMessageContaining("cannot create resource \"jobs\"")
                      .withMessageContaining(own.name())
                      .extracting(LauncherException::code)
                      .isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE));
    } finally {
      own.role(whole);
    }
    await("the right to be there again")
        .atMost(underTest().patience().start())
        .ignoreExceptions()
        .until(() -> start("exit 0").awaitEnd().state() == JobState.FINISHED);
  }
}
