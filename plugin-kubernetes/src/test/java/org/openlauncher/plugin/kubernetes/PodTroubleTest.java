package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.node.ObjectNode;

/** What goes wrong with pods, and how it is told. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "pods are the same whatever runs the launcher; the first pass has run them")
class PodTroubleTest extends KubernetesTestBase {
  @Override
  Map<String, String> options() {
    // That an ended Job is there is looked at.
    return Map.of("ended-job-seconds", "600");
  }

  @Test
  void anImageThatIsNotThereIsToldAtOnce() {
    StartedJob job =
        start(
            underTest()
                .command("exit 0")
                .container(
                    new Container(
                        "UPPER/case:bad", Optional.empty(), Optional.empty(), List.of(), false)));

    JobStatus end = assertEnd(job, JobState.FAILED, StatusCode.IMAGE_NOT_FOUND);

    assertThat(end.message()).contains("UPPER/case:bad");
    await("removal of its Job")
        .atMost(underTest().patience().end())
        .until(() -> pods(job.id()).isEmpty());
  }

  @Test
  void usedUpMemoryIsTold() {
    StartedJob job =
        start(
            underTest()
                .command("x=a; while :; do x=$x$x; done")
                .resourceLimits(List.of(new ResourceLimit(ResourceLimit.MEMORY, "32"))));

    JobStatus end = assertEnd(job, JobState.KILLED, StatusCode.OUT_OF_MEMORY);

    assertThat(end.exitCode()).contains(137);
    assertThat(explain(job)).isPresent();
  }

  @Test
  void aJobThatNoNodeTakesSaysWhy() {
    StartedJob job =
        start(
            underTest()
                .command("exit 0")
                .resourceLimits(List.of(new ResourceLimit(ResourceLimit.CPU_COUNT, "5000"))));

    await("the scheduler's word")
        .atMost(underTest().patience().start())
        .until(
            () ->
                job.remembered().lastStatus().code().equals(Optional.of(StatusCode.UNSCHEDULABLE)));

    assertThat(job.remembered().lastStatus().message()).contains("Insufficient cpu");
    assertThat(explain(job)).hasValueSatisfying(told -> assertThat(told.advice()).isNotEmpty());
    job.control(JobOperation.CANCEL);
    assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
  }

  private Optional<Explanation> explain(StartedJob job) {
    return cluster().cluster().explain(job.remembered());
  }

  @Test
  void aPodThatSomebodyDeletesEndsTheJobAndIsNotTriedAgain() throws IOException {
    StartedJob job = start("echo ran >> " + quoted("trace") + "; " + waitAt("gate"));
    job.awaitRunning();
    awaitFile("trace");
    String pod = pods(job.id()).get(0).path("metadata").path("name").asString("");
    ObjectNode options = Json.MAPPER.createObjectNode();
    options.put("gracePeriodSeconds", 1);

    namespace().api().delete("/api/v1/namespaces/" + namespace().name() + "/pods/" + pod, options);

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).as("%s", end).isEqualTo(JobState.KILLED);
    await("removal of all its pods")
        .atMost(underTest().patience().end())
        .until(() -> pods(job.id()).isEmpty());
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
  }

  @Test
  void aJobThatSomebodyDeletesIsToldToBeGone() {
    StartedJob job = start(underTest().pendingJob().orElseThrow());
    job.awaitState(JobState.PENDING);
    await("the pod").atMost(underTest().patience().start()).until(() -> !pods(job.id()).isEmpty());
    ObjectNode options = Json.MAPPER.createObjectNode();
    options.put("propagationPolicy", "Background");

    namespace()
        .api()
        .delete(
            "/apis/batch/v1/namespaces/"
                + namespace().name()
                + "/jobs/"
                + JobNames.object(job.id()),
            options);

    assertEnd(job, JobState.FAILED, StatusCode.VANISHED);
  }

  @Test
  void outputIsThereAfterTheKill() {
    StartedJob job = start("echo before; " + waitAt("gate"));
    job.awaitText(OutputType.STDOUT, "before\n");

    job.control(JobOperation.KILL);

    job.awaitEnding(underTest().afterKill());
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("before\n");
  }

  @Test
  void whatIsLeftBehindIsOwnedByTheJob() {
    StartedJob job = start(underTest().pendingJob().orElseThrow());

    assertThat(jobObject(job.id()).path("spec").path("ttlSecondsAfterFinished").asInt(0))
        .isEqualTo(600 + 86_400);
    assertThat(
            namespace()
                .api()
                .get(
                    "/api/v1/namespaces/"
                        + namespace().name()
                        + "/secrets/"
                        + JobNames.object(job.id()))
                .path("metadata")
                .path("ownerReferences")
                .path(0)
                .path("uid")
                .asString(""))
        .isEqualTo(JobEntry.uid(jobObject(job.id())));
  }
}
