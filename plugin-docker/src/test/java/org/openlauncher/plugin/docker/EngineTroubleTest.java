package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;

/**
 * The engine is gone, mute, out of its mind or broken: no job is lost, and all recovers by itself.
 */
final class EngineTroubleTest extends DockerJobsTest {
  // Both are made when the plugin is presented, before each test.
  @SuppressWarnings("NullAway.Init")
  private Path place;

  @SuppressWarnings("NullAway.Init")
  private EngineDoor door;

  @Override
  protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
    place = Files.createTempDirectory("door");
    door = new EngineDoor(place.resolve("engine.sock"), Engine.socket());
    return DockerUnderTest.of(
        folder,
        image(),
        Map.of(
            "docker-host",
            "unix://" + place.resolve("engine.sock"),
            "engine-timeout-seconds",
            "2"));
  }

  @AfterEach
  void closeDoor() throws IOException {
    if (door != null) {
      door.close();
      Files.deleteIfExists(place);
    }
  }

  private void awaitHealth(ClusterHealth.Level level) {
    await("the cluster to be " + level)
        .atMost(underTest().patience().end())
        .until(
            () -> {
              List<ClusterHealth> told = cluster().observations().healths();
              return !told.isEmpty() && told.get(told.size() - 1).level() == level;
            });
  }

  private void awaitDoubt(StartedJob job) {
    await("doubt about the job")
        .atMost(underTest().patience().end())
        .until(
            () -> {
              List<Observation> told = cluster().observations().of(job.id());
              return told.get(told.size() - 1) instanceof Observation.Unknown;
            });
  }

  @ParameterizedTest
  @EnumSource(names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void jobsAreStaleMeanwhileAndKnownAfterwards(EngineDoor.Mode trouble) throws IOException {
    StartedJob running = startAtGate("running", 3);
    StartedJob ending = startAtGate("ending", 7);

    door.set(trouble);
    awaitHealth(ClusterHealth.Level.YELLOW);
    awaitDoubt(running);
    awaitDoubt(ending);
    assertThat(running.latestState()).isEqualTo(JobState.RUNNING);
    openGate("ending");
    if (trouble != EngineDoor.Mode.NO_JSON) {
      assertThatExceptionOfType(LauncherException.class)
          .isThrownBy(() -> running.control(JobOperation.SUSPEND))
          .extracting(LauncherException::code)
          .isIn(ErrorCode.CLUSTER_UNAVAILABLE, ErrorCode.JOB_CONTROL_FAILURE);
    }

    door.set(EngineDoor.Mode.OPEN);

    awaitHealth(ClusterHealth.Level.GREEN);
    ending.awaitFinished(7);
    running.awaitRunning();
    await("certainty about the job")
        .atMost(underTest().patience().end())
        .until(
            () -> {
              List<Observation> told = cluster().observations().of(running.id());
              return told.get(told.size() - 1) instanceof Observation.Known;
            });
    openGate("running");
    running.awaitFinished(3);
  }

  @Test
  void aJobThatIsSubmittedMeanwhileWaitsAndRuns() {
    door.set(EngineDoor.Mode.GONE);
    awaitHealth(ClusterHealth.Level.YELLOW);

    StartedJob job = start("exit 6");

    assertThat(job.latestState()).isEqualTo(JobState.PENDING);
    assertThat(job.remembered().lastStatus().code()).contains(StatusCode.HELD);
    door.set(EngineDoor.Mode.OPEN);
    job.awaitFinished(6);
  }

  @Test
  void aJobThatWaitsForTheEngineCanBeCanceled() {
    door.set(EngineDoor.Mode.GONE);
    StartedJob job = start("exit 6");

    job.control(JobOperation.CANCEL);

    assertThat(job.awaitEnd().state()).isEqualTo(JobState.CANCELED);
    door.set(EngineDoor.Mode.OPEN);
  }

  @Test
  void aClusterOpensWithoutItsEngineAndTakesItsJobsUpLater() throws IOException {
    StartedJob before = startAtGate("gate", 4);
    door.set(EngineDoor.Mode.GONE);
    crash();
    StartedJob after = cluster().attach(before);
    awaitHealth(ClusterHealth.Level.YELLOW);
    awaitDoubt(after);

    door.set(EngineDoor.Mode.OPEN);

    after.awaitRunning();
    openGate("gate");
    after.awaitFinished(4);
  }

  /** As Docker answers while its containerd was killed and is not back. */
  @Test
  void aJobWaitsWhereAPartOfTheEngineIsAway() {
    door.refuseNextStart(500, "transport is closing: unavailable");

    StartedJob job = start("exit 6");

    job.awaitFinished(6);
    assertThat(cluster().observations().statuses(job.id()))
        .anySatisfy(status -> assertThat(status.code()).contains(StatusCode.HELD));
  }

  /** As Docker answers for ever about a container that it was starting when it was killed. */
  @Test
  void aContainerThatTheEngineCanNeverStartIsReplaced() {
    door.refuseNextStart(409, "task 0123: already exists");

    start("exit 6").awaitFinished(6);
  }

  /** What it says then has many forms; that it had begun before is enough. */
  @Test
  void aContainerOfAnEarlierTryIsReplacedWhateverTheEngineSaysOfIt() {
    door.refuseNextStart(500, "transport is closing: unavailable");
    door.refuseNextStart(500, "failed to start shim: mkdir /run/tasks/0123: file exists: unknown");

    start("exit 6").awaitFinished(6);
  }

  /** The engine was killed between the container's start and its own note of it. */
  @Test
  void aJobThatRunsUnseenByItsEngineIsFollowedByItsRecord() throws IOException {
    door.refuseStarts(500, "transport is closing: unavailable");
    StartedJob job = start("exit 6");
    Path record = scratchFolder().resolve("jobs").resolve(job.id().value()).resolve("record");
    Files.writeString(record, "open\nstarted\n", StandardOpenOption.APPEND);
    door.refuseStarts(409, "task 0123: already exists");

    job.awaitRunning();
    Files.writeString(record, "exit 9\n", StandardOpenOption.APPEND);

    job.awaitFinished(9);
  }

  @Test
  void whatIsForgottenMeanwhileIsRemovedWhenTheClusterOpensAgain() throws IOException {
    StartedJob job = start("exit 0");
    job.awaitFinished(0);
    door.set(EngineDoor.Mode.GONE);

    cluster().cluster().forget(job.remembered());

    assertThat(scratchFolder().resolve("forgotten").resolve(job.id().value())).exists();
    assertThat(scratchFolder().resolve("jobs").resolve(job.id().value())).doesNotExist();
    door.set(EngineDoor.Mode.OPEN);
    crash();
    try (EngineClient engine = Engine.client()) {
      await("the container to be removed")
          .atMost(underTest().patience().end())
          .until(
              () ->
                  engine
                      .find(Address.container(JobLabels.containerName(job.id())) + "/json")
                      .isEmpty());
    }
    await("the note of it to be removed")
        .atMost(underTest().patience().end())
        .until(
            () -> Files.notExists(scratchFolder().resolve("forgotten").resolve(job.id().value())));
  }
}
