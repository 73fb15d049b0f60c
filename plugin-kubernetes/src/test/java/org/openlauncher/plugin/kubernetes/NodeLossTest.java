package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The node's kubelet dies, and the cluster loses the node. */
@Isolated
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "the cluster's servers take long to come back; the first pass has done it")
class NodeLossTest extends KubernetesTestBase {
  private static final int LINES = 200;
  private static final String NODES = "/api/v1/nodes";

  @Test
  void whatRunsOnIsTakenUpAgainAndWhatIsGivenUpIsToldSo() throws Exception {
    StartedJob endsMeanwhile =
        start(
            "i=0; while [ $i -lt "
                + LINES
                + " ]; do echo line $i; i=$((i+1)); done; "
                + waitAt("ends")
                + "; echo end; touch "
                + quoted("ended")
                + "; exit 7");
    endsMeanwhile.awaitText(OutputType.STDOUT, "line 3\n");
    StartedJob runsOn = startAtGate("runs-on", 8);
    StartedJob givenUp =
        start("echo begun; echo ran >> " + quoted("trace") + "; " + waitAt("given-up"));
    givenUp.awaitText(OutputType.STDOUT, "begun\n");

    ClusterServers.kill("kubelet");
    try {
      openGate("ends");
      awaitFile("ended");
      // The cluster itself does so after 40 s, which are not waited for.
      setCondition(runsOn, "Ready", "False", "");
      setCondition(givenUp, "Ready", "False", "");
      awaitDoubt(runsOn);
      assertThat(runsOn.latestState()).isEqualTo(JobState.RUNNING);

      ObjectNode force = Json.MAPPER.createObjectNode();
      force.put("gracePeriodSeconds", 0);
      namespace().api().delete(podAddress(givenUp), force);

      JobStatus end = assertEnd(givenUp, JobState.KILLED, StatusCode.NODE_FAIL);
      assertThat(end.message()).contains("did not answer");
      assertThat(givenUp.readText(OutputType.STDOUT)).isEqualTo("begun\n");
    } finally {
      ClusterServers.restart();
    }

    endsMeanwhile.awaitFinished(7);
    assertThat(endsMeanwhile.readText(OutputType.STDOUT))
        .isEqualTo(
            IntStream.range(0, LINES)
                    .mapToObj(line -> "line " + line + "\n")
                    .collect(Collectors.joining())
                + "end\n");
    await("word that it runs")
        .atMost(underTest().patience().end())
        .until(() -> lastObservation(runsOn) instanceof Observation.Known);
    openGate("runs-on");
    runsOn.awaitFinished(8);
    awaitRemoval(givenUp);
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
  }

  private void awaitDoubt(StartedJob job) {
    await("word that the node does not answer")
        .atMost(underTest().patience().start())
        .untilAsserted(
            () ->
                assertThat(lastObservation(job))
                    .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("does not answer")));
  }

  private Observation lastObservation(StartedJob job) {
    return cluster().observations().of(job.id()).stream()
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  /**
   * As the cluster does with the pods of a node that is lost, and administrators with one to be.
   */
  @Test
  void aNodeThatIsClosedDrivesItsJobsOff() throws Exception {
    StartedJob job = start("echo begun; echo ran >> " + quoted("trace") + "; " + waitAt("gate"));
    job.awaitText(OutputType.STDOUT, "begun\n");
    taint(true);
    try {
      JobStatus end = assertEnd(job, JobState.KILLED, StatusCode.NODE_FAIL);

      assertTerminated(end);
      assertThat(job.readText(OutputType.STDOUT)).isEqualTo("begun\n");
    } finally {
      taint(false);
    }
    awaitRemoval(job);
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
  }

  private void taint(boolean closed) {
    JsonNode node = namespace().api().get(NODES).path("items").get(0);
    ObjectNode change = Json.MAPPER.createObjectNode();
    var taints = change.putObject("spec").putArray("taints");
    if (closed) {
      taints.addObject().put("key", "openlauncher.org/closed").put("effect", "NoExecute");
    }
    namespace().api().patch(NODES + "/" + node.path("metadata").path("name").asString(""), change);
  }
}
