package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
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
  /** Nobody listens there. */
  private static final String NO_REGISTRY = "127.0.0.1:1/some/image:1";

  @Override
  Map<String, String> options() {
    // That an ended Job is there is looked at.
    return Map.of("ended-job-seconds", "600", "image-pull-timeout-seconds", "8");
  }

  @Test
  void anImageThatIsNotThereIsToldAtOnce() {
    StartedJob job = start(underTest().command("exit 0").container(container("UPPER/case:bad")));

    JobStatus end = assertEnd(job, JobState.FAILED, StatusCode.IMAGE_NOT_FOUND);

    assertThat(end.message()).contains("UPPER/case:bad");
    awaitAbsence(job);
  }

  @Test
  void aRegistryThatDoesNotAnswerIsToldAndGivenUpAfterAWhile() {
    StartedJob job = start(underTest().command("exit 0").container(container(NO_REGISTRY)));

    JobStatus end = assertEnd(job, JobState.FAILED, StatusCode.IMAGE_PULL);

    assertThat(end.message()).contains(NO_REGISTRY).contains("connection refused");
    assertThat(cluster().observations().statuses(job.id()))
        .filteredOn(status -> status.code().equals(Optional.of(StatusCode.IMAGE_PULL)))
        .allSatisfy(status -> assertThat(status.message()).contains("connection refused"))
        .anySatisfy(status -> assertThat(status.message()).contains("it is tried again"));
    assertThat(explain(job)).hasValueSatisfying(told -> assertThat(told.advice()).isNotEmpty());
    awaitRemoval(job);
  }

  @Test
  void aJobThatWaitsForItsImageCanBeCanceled() {
    StartedJob job = start(underTest().command("exit 0").container(container(NO_REGISTRY)));
    await("word of the image")
        .atMost(underTest().patience().start())
        .until(
            () -> job.remembered().lastStatus().code().equals(Optional.of(StatusCode.IMAGE_PULL)));

    job.control(JobOperation.CANCEL);

    assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
    awaitRemoval(job);
  }

  /** The registry is none: it knows no image at all, and says so as registries do. */
  @Test
  void aTagThatARegistryDoesNotHaveIsToldAtOnce() throws IOException {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(404, 0);
            if (!exchange.getRequestMethod().equals("HEAD")) {
              exchange
                  .getResponseBody()
                  .write(
                      "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"
                          .getBytes(StandardCharsets.US_ASCII));
            }
          }
        });
    registry.start();
    try {
      String image = "127.0.0.1:" + registry.getAddress().getPort() + "/some/image:wrong";
      StartedJob job = start(underTest().command("exit 0").container(container(image)));

      JobStatus end = assertEnd(job, JobState.FAILED, StatusCode.IMAGE_NOT_FOUND);

      assertThat(end.message()).contains("There is no image " + image);
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void anImageOfOneProgramNeedsNoShell() {
    StartedJob writes =
        start(
            underTest()
                .program("/busybox", List.of("sh", "-c", "echo out; echo err >&2; exit 9"))
                .container(container(TestNamespace.STATIC)));
    StartedJob stopped =
        start(
            underTest()
                .program("/busybox", List.of("sleep", "1000"))
                .container(container(TestNamespace.STATIC)));

    writes.awaitFinished(9);
    assertThat(writes.readText(OutputType.STDOUT)).isEqualTo("out\n");
    assertThat(writes.readText(OutputType.STDERR)).isEqualTo("err\n");
    stopped.awaitRunning();
    stopped.control(JobOperation.STOP);
    stopped.awaitEnding(underTest().afterStop());
  }

  @Test
  void aCommandNeedsAShellInTheImage() {
    StartedJob job =
        start(underTest().command("echo hello").container(container(TestNamespace.STATIC)));

    JobStatus end = assertEnd(job, JobState.FAILED, StatusCode.COMMAND_NOT_FOUND);

    assertThat(end.message()).contains("/bin/sh");
    assertThat(explain(job))
        .hasValueSatisfying(
            told -> assertThat(told.advice()).anyMatch(line -> line.contains("use exe")));
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
    awaitAbsence(job);
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
