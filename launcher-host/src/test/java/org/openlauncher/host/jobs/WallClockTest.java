package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.host.testing.ScriptedCluster;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

class WallClockTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private final ScriptedCluster farm = plugin.cluster("Farm");
  private Optional<TestLauncher> launcher = Optional.empty();

  @AfterEach
  void stop() {
    launcher.ifPresent(TestLauncher::close);
  }

  private TestLauncher launcher() {
    return launcher.orElseThrow();
  }

  private void start(String profiles) throws IOException {
    Files.writeString(folder.resolve("launcher.farm.profiles.conf"), profiles);
    launcher = Optional.of(new TestLauncher(folder, "", "Farm"));
    launcher().arrive(plugin);
  }

  private JobId running(List<ResourceLimit> limits) {
    JobSpecification job =
        JobSpecification.builder("sum", "", "Farm").exe("/x").resourceLimits(limits).build();
    JobId id = soon(launcher().jobs.submit(TestLauncher.ADA, job, Optional.empty())).job().id();
    farm.report(id, JobStatus.of(JobState.RUNNING));
    return id;
  }

  private List<JobOperation> operations() {
    return farm.control.asked().stream().map(ScriptedCluster.Control::operation).toList();
  }

  private void endOn(JobOperation deadly, JobStatus end) {
    farm.control.always(
        asked -> {
          if (asked.operation() == deadly) {
            farm.report(asked.job().id(), end);
          }
          return ControlResult.COMPLETE;
        });
  }

  private JobStatus ended(JobId id) {
    await().atMost(PATIENCE).until(() -> launcher().job(id).status().state().terminal());
    return launcher().job(id).status();
  }

  @Test
  void jobIsStoppedWhenTheProfilesTimeIsUp() throws IOException {
    start("[*]\nmax-time=1\n");
    endOn(JobOperation.STOP, JobStatus.of(JobState.FINISHED).because(StatusCode.EXITED, ""));
    JobId id = running(List.of());
    JobStatus end = ended(id);

    assertThat(end.code()).contains(StatusCode.TIME_LIMIT);
    assertThat(end.message()).isEqualTo("Ended: it ran for 1 s, which is as long as it may.");
    assertThat(operations()).containsExactly(JobOperation.STOP);
    assertThat(farm.submit.asked().get(0).specification().resourceLimits())
        .as("the cluster is not asked for what it can't do")
        .isEmpty();
    assertThat(launcher().job(id).specification().resourceLimits())
        .containsExactly(new ResourceLimit(ResourceLimit.WALL_TIME, "1"));
  }

  @Test
  void jobThatDoesNotStopIsKilled() throws IOException {
    start("");
    endOn(JobOperation.KILL, JobStatus.of(JobState.KILLED).because(StatusCode.SIGNALED, "9"));
    JobId id = running(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "0.5")));

    assertThat(ended(id).code()).contains(StatusCode.TIME_LIMIT);
    assertThat(ended(id).state()).isEqualTo(JobState.KILLED);
    assertThat(operations()).containsExactly(JobOperation.STOP, JobOperation.KILL);
  }

  @Test
  void restartGivesNobodyMoreTime() throws IOException {
    start("");
    JobId id = running(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "3600")));
    JobId brief = running(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "1")));
    await()
        .atMost(PATIENCE)
        .until(() -> launcher().job(brief).status().state() == JobState.RUNNING);
    launcher = Optional.of(launcher().restart());
    endOn(JobOperation.STOP, JobStatus.of(JobState.KILLED).because(StatusCode.SIGNALED, "15"));
    launcher().arrive(plugin);

    assertThat(ended(brief).code()).contains(StatusCode.TIME_LIMIT);
    assertThat(launcher().job(id).status().state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void endThatCameWhileTheLauncherWasAwayIsToldAsWhatItIs() throws IOException {
    start("");
    JobId id = running(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "1")));
    await().atMost(PATIENCE).until(() -> !operations().isEmpty());
    launcher = Optional.of(launcher().restart());
    launcher().arrive(plugin);
    farm.newest();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              farm.report(id, JobStatus.of(JobState.KILLED).because(StatusCode.SIGNALED, "15"));
              assertThat(launcher().job(id).status().code()).contains(StatusCode.TIME_LIMIT);
            });
  }

  @Test
  void jobThatOnlyWaitsHasAllItsTime() throws IOException {
    start("");
    JobSpecification job =
        JobSpecification.builder("sum", "", "Farm")
            .exe("/x")
            .resourceLimits(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "0.1")))
            .build();
    JobId waits = soon(launcher().jobs.submit(TestLauncher.ADA, job, Optional.empty())).job().id();
    JobId runs = running(List.of(new ResourceLimit(ResourceLimit.WALL_TIME, "0.1")));
    await().atMost(PATIENCE).until(() -> !operations().isEmpty());

    assertThat(farm.control.asked()).extracting(asked -> asked.job().id()).containsOnly(runs);
    assertThat(launcher().job(waits).status().state()).isEqualTo(JobState.PENDING);
  }

  @Test
  void clusterThatKeepsTheTimeItselfIsGivenTheLimit() throws IOException {
    farm.capabilities =
        new Capabilities(
            Set.of(JobOperation.values()),
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(ResourceLimit.WALL_TIME));
    start("[*]\nmax-time=90\n");
    running(List.of());

    assertThat(farm.submit.asked().get(0).specification().resourceLimits())
        .containsExactly(new ResourceLimit(ResourceLimit.WALL_TIME, "90"));
  }
}
