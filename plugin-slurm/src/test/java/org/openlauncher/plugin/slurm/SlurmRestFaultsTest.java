package org.openlauncher.plugin.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.contract.PluginContract;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;

/** What goes wrong between the launcher and slurmrestd. Cluster and slurmrestd are real. */
@DisabledForJreRange(
    min = JRE.JAVA_21,
    disabledReason =
        "slurmrestd is the same whatever runs the launcher; the first pass has asked it")
final class SlurmRestFaultsTest extends PluginContract {
  /** {"exp":1600000000,"sun":"slurm"}. */
  private static final String EXPIRED =
      "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2MDAwMDAwMDAsInN1biI6InNsdXJtIn0.c2lnbmF0dXJl";

  private static final Duration HEALTH = Duration.ofSeconds(60);

  private RestProxy proxy;
  private Path token = Path.of("/");

  SlurmRestFaultsTest() throws IOException {
    RealSlurm.REST.require();
    proxy = new RestProxy(RealSlurm.REST.place().orElseThrow());
  }

  @AfterEach
  void endTheProxy() {
    proxy.close();
  }

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    token = Files.createDirectory(folder.resolve("secret")).resolve("token");
    Files.copy(Path.of(RealSlurm.REST.options().get("rest-token-file")), token);
    permit("rw-------");
    return SlurmUnderTest.of(RealSlurm.REST, RealSlurm.form(), folder)
        .with(Map.of("rest-url", proxy.address(), "rest-token-file", token.toString()));
  }

  private void permit(String permissions) throws IOException {
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(permissions));
  }

  private void awaitHealth(ClusterHealth.Level level, String... words) {
    await("health " + level)
        .atMost(HEALTH)
        .untilAsserted(
            () -> {
              List<ClusterHealth> healths = cluster().observations().healths();
              ClusterHealth latest = healths.get(healths.size() - 1);
              assertThat(latest.level()).isEqualTo(level);
              assertThat(latest.message()).contains(words);
            });
  }

  @Test
  void aJobWhoseAnswerGotLostIsAdoptedAndRunsOnce() throws IOException {
    proxy.fail("/job/submit", RestProxy.Fault.ANSWER_LOST);

    StartedJob job = start("echo ran >> " + quoted("trace") + "; exit 3");

    job.awaitFinished(3);
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
    assertThat(cluster().cluster().find(job.request())).isEqualTo(new Search.Found(job.launch()));
  }

  @Test
  void aJobThatNeverArrivedCanBeSubmittedAgain() {
    proxy.fail("/job/submit", RestProxy.Fault.BROKEN);
    LaunchRequest request = cluster().request(underTest().command("exit 3"));
    assertThatThrownBy(() -> cluster().cluster().submit(request))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE));
    assertThat(cluster().cluster().find(request)).isInstanceOf(Search.Absent.class);

    proxy.heal();

    cluster().start(request).awaitFinished(3);
  }

  @Test
  void answersThatAreNotWholeChangeNoJob() throws IOException {
    StartedJob job = startAtGate("gate", 7);
    proxy.fail("/job", RestProxy.Fault.EMPTY);
    awaitHealth(ClusterHealth.Level.YELLOW, proxy.address(), "makes no sense");
    proxy.fail("/job", RestProxy.Fault.GARBAGE);
    awaitHealth(ClusterHealth.Level.YELLOW, proxy.address(), "no JSON");
    assertThat(job.latestState()).isEqualTo(JobState.RUNNING);

    openGate("gate");
    job.awaitFinished(7);

    proxy.heal();
    awaitHealth(ClusterHealth.Level.GREEN, "");
  }

  @Test
  void aTokenThatOthersCouldReadIsNotUsedUntilItIsAnotherOnes() throws IOException {
    StartedJob job = startAtGate("gate", 7);
    permit("rw-r--r--");
    awaitHealth(ClusterHealth.Level.YELLOW, "rest-token-file", token.toString(), "chmod 0600");

    permit("rw-------");
    Files.writeString(token, "SLURM_JWT=not.a.token\n");
    awaitHealth(ClusterHealth.Level.YELLOW, "rest-token-file", token.toString());
    openGate("gate");
    job.awaitFinished(7);

    Files.writeString(token, EXPIRED);
    assertThatThrownBy(() -> start("exit 0"))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE))
        .hasMessageContaining("has expired at 2020-09-13")
        .hasMessageContaining("scontrol token");

    Files.writeString(
        token, Files.readString(Path.of(RealSlurm.REST.options().get("rest-token-file"))));
    awaitHealth(ClusterHealth.Level.GREEN, "");
  }

  @Test
  void aJobThatSlurmPutsBackIntoItsQueueDoesNotRunTwice() throws Exception {
    StartedJob job = start("echo ran >> " + quoted("trace") + "; " + waitAt("gate") + "; exit 5");
    job.awaitRunning();
    awaitFile("trace");

    ProcessBuilder requeue = new ProcessBuilder("scontrol", "requeue", number(job));
    requeue.environment().put("SLURM_CONF", RealSlurm.ACCOUNTING.place().orElseThrow());
    assertThat(requeue.start().waitFor()).isZero();

    JobStatus end = job.awaitEnd();
    assertThat(end.state()).isEqualTo(JobState.KILLED);
    assertThat(end.code().orElseThrow()).isIn(StatusCode.PREEMPTED, StatusCode.NODE_FAIL);
    assertThat(end.message()).contains("allow-requeue");
    assertThat(Files.readAllLines(folder().resolve("trace"))).containsExactly("ran");
  }

  private static String number(StartedJob job) {
    return Long.toString(SlurmHandle.of(job.launch().handle()).orElseThrow().number());
  }

  @Test
  void whatSlurmRefusesIsToldInItsWords() {
    assertThatThrownBy(() -> start(underTest().command("exit 0").queues(List.of("closed"))))
        .hasMessageContaining("$.job.queues[0]");
    assertThat(cluster().cluster().info(underTest().owner()).queues())
        .contains("main", "gpu")
        .doesNotContain("closed");
  }
}
