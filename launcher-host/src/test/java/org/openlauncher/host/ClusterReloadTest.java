package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.host.testing.ScriptedCluster;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

/** Clusters that are added, removed and changed while a launcher runs. */
class ClusterReloadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String FARM = "Farm";
  private static final String OTHER = "Other";
  private static final String FRESH = "Fresh";
  private static final int CLIENTS = 50;
  private static final int RELOADS = 20;

  @TempDir private Path folder;
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private final ScriptedCluster farm = plugin.cluster(FARM);
  private TestLauncher launcher;
  private ConfigurationReload reload;

  @BeforeEach
  void start() {
    launcher = new TestLauncher(folder, "", FARM, OTHER);
    launcher.arrive(plugin);
    awaitHealth(FARM, Level.GREEN);
    awaitHealth(OTHER, Level.GREEN);
    reload = TestReload.of(launcher, folder);
  }

  @AfterEach
  void stop() {
    reload.close();
    launcher.close();
  }

  private ClusterHealth health(String cluster) {
    return launcher.health(cluster);
  }

  private void awaitHealth(String cluster, Level level) {
    await().atMost(PATIENCE).until(() -> health(cluster).level() == level);
  }

  private void configure(String... clusters) throws IOException {
    StringBuilder text = new StringBuilder("[server]\nscratch-path=" + folder.resolve("scratch"));
    for (String cluster : clusters) {
      text.append("\n[cluster]\nname=").append(cluster).append("\ntype=Scripted\n");
    }
    Files.writeString(folder.resolve("launcher.conf"), text);
  }

  /** An option that an open cluster can't take over. */
  private void changeFarm(String scratch) throws IOException {
    Files.writeString(
        folder.resolve("launcher.farm.conf"), "scratch-path=" + folder.resolve(scratch) + "\n");
  }

  private JobId running(String cluster) {
    JobId id = launcher.submitted(cluster);
    plugin.cluster(cluster).report(id, JobStatus.of(JobState.RUNNING).runningAt("here", 7));
    return id;
  }

  private void awaitEnd(JobId id) {
    farm.report(id, JobStatus.of(JobState.FINISHED).withExitCode(0));
    await().atMost(PATIENCE).until(() -> launcher.job(id).status().state() == JobState.FINISHED);
  }

  @Test
  void aNewClusterIsOpened() throws IOException {
    configure(FARM, FRESH, OTHER);
    reload.run();

    awaitHealth(FRESH, Level.GREEN);
    assertThat(launcher.plugins.overview()).extracting("name").containsExactly(FARM, FRESH, OTHER);
    assertThat(launcher.job(launcher.submitted(FRESH)).specification().cluster()).isEqualTo(FRESH);
    assertThat(farm.openings()).as("nothing happened to the others").hasSize(1);
  }

  @Test
  void aClusterThatIsGoneKeepsItsJobsAndGetsThemBack() throws IOException {
    JobId job = running(FARM);
    JobId others = running(OTHER);
    configure(OTHER);
    reload.run();

    assertThat(farm.open()).isZero();
    assertThat(farm.control.asked()).isEmpty();
    assertThat(launcher.job(job).stale()).isTrue();
    assertThat(launcher.job(job).status().state()).isEqualTo(JobState.RUNNING);
    assertThat(launcher.job(others).stale()).isFalse();
    assertThat(launcher.plugins.overview()).extracting("name").containsExactly(OTHER);
    assertThatThrownBy(() -> launcher.submitted(FARM))
        .hasMessage("$.job.cluster: expected one of [Other], found \"Farm\".");
    assertThatThrownBy(() -> soon(launcher.jobs.network(TestLauncher.ADA, job)))
        .hasMessageContaining("no longer in the configuration; it has [Other]");

    configure(OTHER, FARM);
    reload.run();
    await().atMost(PATIENCE).until(() -> !launcher.job(job).stale());
    assertThat(farm.attach.asked()).hasSize(1);
    awaitHealth(FARM, Level.GREEN);
    awaitEnd(job);
    assertThat(plugin.cluster(OTHER).openings()).hasSize(1);
  }

  @Test
  void jobsOfAClusterThatIsNotConfiguredAreStaleFromTheStartAndAttachedWhenItIsPutBack()
      throws IOException {
    JobId job = running(FARM);
    launcher.close();
    TestLauncher next = new TestLauncher(folder, "", OTHER);
    launcher = next;
    launcher.arrive(plugin);
    assertThat(launcher.job(job).stale()).isTrue();

    reload.close();
    reload = TestReload.of(launcher, folder);
    configure(FARM, OTHER);
    reload.run();
    await().atMost(PATIENCE).until(() -> !launcher.job(job).stale());
    awaitEnd(job);
  }

  @Test
  void aChangedClusterIsOpenedAnewWithItsJobs() throws IOException {
    JobId job = running(FARM);
    changeFarm("elsewhere");
    reload.run();

    await().atMost(PATIENCE).until(() -> farm.openings().size() == 2);
    await().atMost(PATIENCE).until(() -> !launcher.job(job).stale());
    assertThat(farm.newest().scratchFolder()).isEqualTo(folder.resolve("elsewhere").toRealPath());
    assertThat(farm.open()).isEqualTo(1);
    assertThat(plugin.cluster(OTHER).openings()).hasSize(1);
    awaitEnd(job);

    reload.run();
    assertThat(farm.openings()).as("nothing has changed since").hasSize(2);
  }

  @Test
  void aChangeWithWhichAClusterCantBeOpenedIsTakenBack() throws IOException {
    JobId job = running(FARM);
    plugin.open.once(
        context -> {
          throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "no such engine");
        });
    changeFarm("elsewhere");
    reload.run();

    awaitHealth(FARM, Level.YELLOW);
    await().atMost(PATIENCE).until(() -> health(FARM).message().contains("no such engine"));
    assertThat(health(FARM).message()).contains("the one before is in effect");
    await().atMost(PATIENCE).until(() -> !launcher.job(job).stale());
    assertThat(farm.newest().scratchFolder()).endsWith(Path.of("scratch", FARM));

    reload.run();
    awaitHealth(FARM, Level.GREEN);
    assertThat(farm.newest().scratchFolder()).endsWith(Path.of("elsewhere"));
    awaitEnd(job);
  }

  @Test
  void oneWrongFileKeepsAllClustersAsTheyWere() throws IOException {
    configure(FARM, FRESH);
    Files.writeString(folder.resolve("launcher.fresh.conf"), "job-expiry-huors=1\n");
    reload.run();

    assertThat(launcher.plugins.overview()).extracting("name").containsExactly(FARM, OTHER);
    assertThat(reload.troubles().get(0)).contains(folder.resolve("launcher.fresh.conf") + ":1");
    Files.delete(folder.resolve("launcher.fresh.conf"));
    reload.run();
    assertThat(launcher.plugins.overview()).extracting("name").containsExactly(FARM, FRESH);
    awaitHealth(FRESH, Level.GREEN);
  }

  /** The configuration is another one each time: right, wrong, right... */
  private void change(int round) throws IOException {
    Path wrong = folder.resolve("launcher-env");
    if (round % 2 == 1) {
      Files.writeString(wrong, "no variable\n");
    } else {
      Files.deleteIfExists(wrong);
    }
    changeFarm(round % 4 < 2 ? "here" : "there");
    if (round % 8 < 4) {
      configure(FARM, FRESH, OTHER);
    } else {
      configure(FARM, OTHER);
    }
  }

  @Test
  void underLoadNoRequestFailsAndNoJobIsLost() throws IOException {
    Queue<JobId> submitted = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      String cluster = client % 5 == 0 ? OTHER : FARM;
      clients.add(client(cluster, submitted, over));
    }
    for (int round = 0; round < RELOADS; round++) {
      int before = submitted.size();
      change(round);
      reload.run();
      assertThat(reload.troubles().isEmpty()).isEqualTo(round % 2 == 0);
      await().atMost(PATIENCE).until(() -> submitted.size() > before + CLIENTS || failed(clients));
    }
    over.set(true);
    clients.forEach(TestLauncher::soon);

    assertThat(farm.openings().size()).as("opened anew under the load").isGreaterThan(5);
    assertThat(plugin.cluster(OTHER).openings()).hasSize(1);
    List<JobId> ids = List.copyOf(submitted);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(farm.starts().size() + plugin.cluster(OTHER).starts().size()).isEqualTo(ids.size());
    assertThat(farm.starts().values()).as("none was started twice").containsOnly(1);
    Set<JobId> farms = farm.starts().keySet();
    ObservationSink ofFarm = farm.newest().observations();
    ObservationSink ofOther = plugin.cluster(OTHER).newest().observations();
    ids.forEach(
        id ->
            (farms.contains(id) ? ofFarm : ofOther)
                .report(
                    new Observation.Known(
                        id, Instant.now(), JobStatus.of(JobState.FINISHED).withExitCode(0))));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                ids.stream()
                    .allMatch(id -> launcher.job(id).status().state() == JobState.FINISHED));
  }

  private static boolean failed(List<CompletableFuture<Void>> clients) {
    return clients.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
  }

  /** One job after the other, until it is over. */
  private CompletableFuture<Void> client(
      String cluster, Queue<JobId> submitted, AtomicBoolean over) {
    return launcher
        .submit(cluster)
        .thenComposeAsync(
            job -> {
              submitted.add(job.id());
              return over.get()
                  ? CompletableFuture.completedFuture(null)
                  : client(cluster, submitted, over);
            });
  }
}
