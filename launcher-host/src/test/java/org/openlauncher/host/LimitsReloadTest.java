package org.openlauncher.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.Submission;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

/** Limits that change while a launcher with two clusters runs. */
class LimitsReloadTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ONE_SECOND = "[*]\nmax-time=1\n";

  @TempDir private Path folder;
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private TestLauncher launcher;
  private ConfigurationReload reload;

  @BeforeEach
  void start() throws IOException {
    limits("farm", "[*]\nmax-time=1h\n");
    limits("other", "");
    launcher = new TestLauncher(folder, "", "Farm", "Other");
    launcher.arrive(plugin);
    awaitGreen();
    reload = TestReload.of(launcher, folder);
  }

  private void awaitGreen() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                launcher.plugins.overview().stream()
                    .allMatch(cluster -> cluster.health().level() == Level.GREEN));
  }

  @AfterEach
  void stop() {
    reload.close();
    launcher.close();
  }

  private void limits(String cluster, String content) throws IOException {
    Files.writeString(folder.resolve("launcher." + cluster + ".profiles.conf"), content);
  }

  private CompletableFuture<Job> submit(String cluster) {
    JobSpecification job =
        JobSpecification.builder("sum", "", cluster)
            .exe("/x")
            .resourceLimits(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "60")))
            .build();
    return launcher.jobs.submit(TestLauncher.ADA, job, Optional.empty()).thenApply(Submission::job);
  }

  private boolean isRefused(String cluster) {
    return submit(cluster).handle((job, failure) -> failure != null).join();
  }

  @Test
  void newLimitsHoldAtOnce() throws IOException {
    assertThat(soon(submit("Farm")).owner()).isEqualTo("ada");
    limits("farm", ONE_SECOND);
    limits("other", ONE_SECOND);
    reload.run();

    assertThatThrownBy(() -> soon(submit("Farm")))
        .hasMessage(
            "$.job.resourceLimits[0].value: wallTime 60 is more than the most that you may ask for,"
                + " 1 (max-time, "
                + folder.resolve("launcher.farm.profiles.conf")
                + ":2)");
    assertThat(isRefused("Other")).isTrue();
    assertThat(reload.troubles()).isEmpty();
    assertThat(plugin.cluster("Farm").openings()).as("no cluster was opened again").hasSize(1);
  }

  @Test
  void changedFileIsSeenWithoutAnySignal() throws IOException {
    reload.watch();
    limits("farm", ONE_SECOND);
    await().atMost(PATIENCE).until(() -> isRefused("Farm"));
    limits("farm", "[*\n");
    await().atMost(PATIENCE).until(() -> !reload.troubles().isEmpty());

    assertThat(isRefused("Farm")).as("the last ones without a fault hold").isTrue();
    limits("farm", "");
    await().atMost(PATIENCE).until(() -> !isRefused("Farm"));
    assertThat(reload.troubles()).isEmpty();
  }

  @Test
  void oneWrongFileKeepsAllAsTheyWere() throws IOException {
    limits("farm", ONE_SECOND);
    limits("other", "[*]\nmax-tmie=1\n");
    reload.run();

    assertThat(isRefused("Farm")).isFalse();
    assertThat(isRefused("Other")).isFalse();
    assertThat(reload.troubles())
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains(folder.resolve("launcher.other.profiles.conf") + ":2");
    limits("other", "");
    reload.run();
    assertThat(isRefused("Farm")).isTrue();
    assertThat(reload.troubles()).isEmpty();
  }

  @Test
  void underLoadNoSubmissionIsLost() throws IOException {
    List<CompletableFuture<Job>> asked = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      limits("farm", "[*]\nmax-time=" + (round % 2 == 0 ? "2h" : "1h") + "\n");
      for (int index = 0; index < 10; index++) {
        asked.add(submit("Farm"));
      }
      reload.run();
    }

    asked.forEach(job -> assertThat(soon(job).owner()).isEqualTo("ada"));
    assertThat(plugin.cluster("Farm").starts()).hasSize(400);
    assertThat(plugin.cluster("Farm").starts().values()).containsOnly(1);
  }

  @Test
  void clusterThatCouldNotBeOpenedIsOpenedWhenItsFileIsMended() throws IOException {
    launcher.close();
    limits("other", "[@nosuchgroup]\n");
    launcher = new TestLauncher(folder, "", "Farm", "Other");
    launcher.arrive(plugin);
    await()
        .atMost(PATIENCE)
        .until(() -> launcher.plugins.overview().get(1).health().message().contains("nosuchgroup"));
    reload = TestReload.of(launcher, folder);
    limits("other", "");
    reload.run();
    awaitGreen();
  }

  @Test
  void whoMayUseAClusterCanChange() throws IOException {
    Path file = folder.resolve("launcher.conf");
    String before = Files.readString(file);
    Files.writeString(file, before + "allowed-groups=nobody\n");
    reload.run();
    assertThatThrownBy(() -> soon(submit("Other"))).hasMessageContaining("$.job.cluster");

    Files.writeString(file, before);
    reload.run();
    assertThat(isRefused("Other")).isFalse();
  }
}
