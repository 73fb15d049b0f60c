package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.node.ObjectNode;

/** Pods that the cluster itself ends: the jobs are told why, and none is tried again. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "pods are the same whatever runs the launcher; the first pass has run them")
class PodDisruptionTest extends KubernetesTestBase {
  /** Where jobs write that they ran, in their shared folder. */
  private static final String TRACE = "trace";

  private String untilGate() {
    return "echo begun; echo ran >> " + quoted(TRACE) + "; " + waitAt("gate");
  }

  private StartedJob startAtGate() {
    StartedJob job = start(untilGate());
    job.awaitRunning();
    awaitFile(TRACE);
    return job;
  }

  private void evict(StartedJob job) {
    ObjectNode eviction = Json.MAPPER.createObjectNode();
    eviction.put("apiVersion", "policy/v1beta1").put("kind", "Eviction");
    String address = podAddress(job);
    eviction
        .putObject("metadata")
        .put("namespace", namespace().name())
        .put("name", address.substring(address.lastIndexOf('/') + 1));
    namespace().api().post(address + "/eviction", eviction);
  }

  /** It ran once, all that it wrote is there, and the cluster has nothing of it that could run. */
  private void assertRanOnce(StartedJob job) throws IOException {
    assertThat(job.readText(OutputType.STDOUT)).isEqualTo("begun\n");
    awaitRemoval(job);
    assertThat(Files.readAllLines(folder().resolve(TRACE))).containsExactly("ran");
  }

  /** As by kubectl drain. A cluster of this age does not tell that it was an eviction. */
  @Test
  void anEvictionThatTheClusterDoesNotTellIsTheEndOfThePod() throws IOException {
    StartedJob job = startAtGate();

    evict(job);

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertTerminated(end);
    if (end.exitCode().isPresent()) {
      assertThat(end.code()).contains(StatusCode.SIGNALED);
      assertThat(end.message()).contains("its pod was deleted in the cluster");
    } else {
      assertThat(end.code().orElseThrow()).isIn(StatusCode.VANISHED, StatusCode.EXIT_UNKNOWN);
    }
    assertRanOnce(job);
  }

  /** Newer clusters note it in the pod; this one takes the note from the test. */
  @Test
  void anEvictionThatTheClusterTellsIsTold() throws IOException {
    StartedJob job = startAtGate();

    setCondition(job, "DisruptionTarget", "True", "EvictionByEvictionAPI");
    evict(job);

    JobStatus end = assertEnd(job, JobState.KILLED, StatusCode.EVICTED);
    assertTerminated(end);
    assertRanOnce(job);
  }

  @Test
  void whoeverUsesTooMuchDiskIsEvictedByTheNode() throws IOException {
    StartedJob job =
        start(
            underTest()
                .command(
                    "echo begun; echo ran >> "
                        + quoted(TRACE)
                        + "; head -c 5000000 /dev/zero > /scratch/file; "
                        + waitAt("gate"))
                .mounts(
                    List.of(
                        sharedFolder(),
                        new Mount(
                            "/scratch",
                            Optional.empty(),
                            false,
                            new MountSource.Other(
                                "passthrough",
                                new JsonText("{\"emptyDir\":{\"sizeLimit\":\"1Mi\"}}"))))));

    JobStatus end = assertEnd(job, JobState.KILLED, StatusCode.EVICTED);

    assertThat(end.message()).contains("exceeds").contains("1Mi");
    assertRanOnce(job);
  }

  private Mount sharedFolder() {
    return new Mount(
        folder().toString(), Optional.empty(), false, new MountSource.Host(folder().toString()));
  }

  @Test
  void aJobThatHasToGiveWayIsToldWhy() throws IOException {
    String name = namespace().name() + "-urgent";
    double processors =
        Double.parseDouble(
            namespace()
                .api()
                .get("/api/v1/nodes")
                .path("items")
                .get(0)
                .path("status")
                .path("allocatable")
                .path("cpu")
                .asString(""));
    ObjectNode priority = Json.MAPPER.createObjectNode();
    priority.put("value", 1_000_000);
    priority.putObject("metadata").put("name", name);
    namespace().api().post("/apis/scheduling.k8s.io/v1/priorityclasses", priority);
    try {
      StartedJob job =
          start(
              underTest()
                  .command(untilGate())
                  .resourceLimits(
                      List.of(
                          new ResourceLimit(
                              ResourceLimit.CPU_COUNT, Double.toString(processors * 0.75)))));
      job.awaitRunning();
      awaitFile(TRACE);

      namespace()
          .api()
          .post("/api/v1/namespaces/" + namespace().name() + "/pods", urgent(name, processors / 2));

      JobStatus end = assertEnd(job, JobState.KILLED, StatusCode.PREEMPTED);
      assertTerminated(end);
      assertRanOnce(job);
    } finally {
      ObjectNode now = Json.MAPPER.createObjectNode();
      now.put("gracePeriodSeconds", 0);
      namespace().api().delete("/api/v1/namespaces/" + namespace().name() + "/pods/" + name, now);
      namespace()
          .api()
          .delete(
              "/apis/scheduling.k8s.io/v1/priorityclasses/" + name, Json.MAPPER.createObjectNode());
    }
  }

  private static ObjectNode urgent(String name, double processors) {
    ObjectNode pod = Json.MAPPER.createObjectNode();
    pod.putObject("metadata").put("name", name);
    ObjectNode specification = pod.putObject("spec");
    specification.put("priorityClassName", name).put("terminationGracePeriodSeconds", 1);
    ObjectNode container = specification.putArray("containers").addObject();
    container.put("name", "urgent").put("image", TestNamespace.BUSYBOX);
    container.putArray("command").add("sleep").add("1000");
    container
        .putObject("resources")
        .putObject("requests")
        .put("cpu", Math.round(processors * 1000) + "m");
    return pod;
  }
}
