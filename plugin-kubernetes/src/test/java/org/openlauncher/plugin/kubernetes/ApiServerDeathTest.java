package org.openlauncher.plugin.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.parallel.Isolated;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.kubernetes.api.Json;

/** The API server is killed while etcd has forgotten what the watches saw. */
@Isolated
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason = "the cluster's servers take long to come back; the first pass has done it")
class ApiServerDeathTest extends KubernetesTestBase {
  private static final String ETCD = "http://127.0.0.1:26779";
  private static final int LINES = 100;

  private static String etcd(String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(ETCD + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void compact() throws Exception {
    String revision =
        Json.MAPPER
            .readTree(etcd("/v3/kv/range", "{\"key\":\"AA==\"}"))
            .path("header")
            .path("revision")
            .asString("");
    etcd("/v3/kv/compaction", "{\"revision\":\"" + revision + "\"}");
  }

  @Test
  void nothingIsLost() throws Exception {
    StartedJob ends = startAtGate("ends", 7);
    StartedJob runsOn = startAtGate("runs-on", 8);
    StartedJob writes =
        start(
            "i=0; while [ $i -lt "
                + LINES
                + " ]; do echo line $i; i=$((i+1)); sleep 0.05; done; echo end > "
                + quoted("written"));
    writes.awaitText(OutputType.STDOUT, "line 3\n");
    compact();

    ClusterServers.kill("kube-apiserver");
    try {
      openGate("ends");
      await("the cluster to be known to be away")
          .atMost(underTest().patience().end())
          .until(
              () ->
                  cluster().observations().healths().stream()
                      .anyMatch(health -> health.level() == ClusterHealth.Level.YELLOW));
      awaitFile("written");
      assertThat(ends.latestState()).isEqualTo(JobState.RUNNING);
    } finally {
      ClusterServers.restart();
    }

    ends.awaitFinished(7);
    writes.awaitFinished(0);
    assertThat(writes.readText(OutputType.STDOUT))
        .isEqualTo(
            IntStream.range(0, LINES)
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining()));
    openGate("runs-on");
    runsOn.awaitFinished(8);
    start("exit 9").awaitFinished(9);
  }
}
