package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.ADA;
import static org.openlauncher.host.testing.TestLauncher.soon;
import static org.openlauncher.host.testing.TestLauncher.specification;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.host.testing.Gate;
import org.openlauncher.host.testing.Script;
import org.openlauncher.host.testing.ScriptedCluster;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

/**
 * Every job is recorded before it is launched, and launched once, whatever a plugin does and
 * whenever the launcher dies.
 */
class LaunchesTest {
  private static final String LOCAL = "Local";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Gate gate = new Gate();
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private final ScriptedCluster backEnd = plugin.cluster(LOCAL);
  private TestLauncher launcher;

  @BeforeEach
  void start() {
    launcher = new TestLauncher(folder.resolve("one"), "request-timeout-seconds=1", LOCAL);
    launcher.arrive(plugin);
  }

  @AfterEach
  void stop() {
    gate.open();
    launcher.close();
  }

  private void awaitHandle(TestLauncher of, JobId id) {
    await().atMost(LONG).until(() -> of.job(id).handle().isPresent());
  }

  private void awaitState(JobId id, JobState state) {
    await().atMost(LONG).until(() -> launcher.job(id).status().state() == state);
  }

  private void assertStartedOnce(JobId id) {
    assertThat(backEnd.starts()).isEqualTo(Map.of(id, 1));
  }

  private List<JobId> attached() {
    return backEnd.attach.asked().stream()
        .flatMap(jobs -> jobs.stream().map(LaunchedJob::id))
        .toList();
  }

  @Test
  void theRecordWouldSurviveACrashBeforeThePluginIsAsked() {
    CompletableFuture<Job> recorded = new CompletableFuture<>();
    backEnd.submit.once(
        request -> {
          try (TestLauncher other = launcher.afterCrash(folder.resolve("two"))) {
            recorded.complete(other.job(request.id()));
          }
          return backEnd.start(request);
        });
    JobId id = launcher.submitted(LOCAL);
    assertThat(soon(recorded).id()).isEqualTo(id);
    assertThat(soon(recorded).status().state()).isEqualTo(JobState.PENDING);
    assertThat(soon(recorded).handle()).isEmpty();
  }

  @Test
  void aLaunchWhoseAnswerWasLostIsAdopted() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          throw new AmbiguousLaunchException("the answer was lost");
        });
    Job job = soon(launcher.submit(LOCAL));
    assertThat(job.status().state()).isEqualTo(JobState.PENDING);
    assertThat(job.status().message()).contains("no answer yet");

    awaitHandle(launcher, job.id());
    await().atMost(LONG).until(() -> attached().contains(job.id()));
    assertStartedOnce(job.id());
    assertThat(backEnd.submit.asked()).hasSize(1);
    assertThat(launcher.job(job.id()).stdoutFile()).contains("/out/" + job.id());
  }

  @Test
  void aLaunchThatCertainlyDidNotHappenIsMadeAgain() {
    backEnd.submit.once(
        request -> {
          throw new AmbiguousLaunchException("the question was lost");
        });
    JobId id = launcher.submitted(LOCAL);
    awaitHandle(launcher, id);
    assertStartedOnce(id);
    assertThat(backEnd.submit.asked()).hasSize(2);
  }

  @Test
  void whileNobodyCanSayNothingIsLaunchedAgain() {
    backEnd.submit.once(
        request -> {
          throw new AmbiguousLaunchException("lost");
        });
    backEnd
        .find
        .once(request -> new Search.Unknown("out of reach"))
        .once(
            request -> {
              throw new IllegalStateException("the back-end's answer makes no sense");
            });
    JobId id = launcher.submitted(LOCAL);
    await().atMost(LONG).until(() -> backEnd.find.asked().size() >= 2);
    assertThat(backEnd.submit.asked()).hasSize(1);
    assertThat(launcher.job(id).status().state()).isEqualTo(JobState.PENDING);

    awaitHandle(launcher, id);
    assertStartedOnce(id);
  }

  @Test
  void aHandleThatComesBehindTheDeadlineIsFound() {
    backEnd.submit.once(
        request -> {
          gate.passDeaf();
          return backEnd.start(request);
        });
    backEnd.find.once(
        request -> {
          gate.open();
          return new Search.Unknown("its submission is under way");
        });
    Job job = soon(launcher.submit(LOCAL));
    assertThat(job.handle()).isEmpty();
    awaitHandle(launcher, job.id());
    assertStartedOnce(job.id());
    assertThat(backEnd.submit.asked()).hasSize(1);
  }

  static Stream<Script.Step<LaunchRequest, Launch>> nonsense() {
    return Stream.of(
        request -> {
          throw new IllegalStateException("a bug");
        },
        request -> {
          throw new AssertionError("a bug");
        },
        request -> {
          throw new IOException("sneaked past the compiler");
        },
        request -> {
          throw new NoClassDefFoundError("half of a bundle");
        },
        request -> {
          throw new StackOverflowError();
        },
        LaunchesTest::nothing);
  }

  @SuppressWarnings("NullAway") // A plugin may break the contract: that is what is tried here.
  private static Launch nothing(LaunchRequest request) {
    return null;
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void aPluginThatFailsAtALaunchIsAskedWhatBecameOfIt(Script.Step<LaunchRequest, Launch> nonsense) {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          return nonsense.take(request);
        });
    JobId id = launcher.submitted(LOCAL);
    awaitHandle(launcher, id);
    assertStartedOnce(id);
    assertThat(backEnd.submit.asked()).hasSize(1);
  }

  @Test
  void aLaunchThatFailedMakesAFailedJob() {
    backEnd.submit.once(
        request -> {
          throw new LaunchFailedException(StatusCode.LAUNCH_FAILED, "there is no such program");
        });
    Job job = soon(launcher.submit(LOCAL));
    assertThat(job.status().state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().message()).isEqualTo("there is no such program");
    assertThat(backEnd.find.asked()).isEmpty();
  }

  @Test
  void aRefusalLeavesNothingAndFreesTheKey() {
    backEnd.submit.once(
        request -> {
          throw new LauncherException(ErrorCode.QUOTA_EXCEEDED, "you have enough");
        });
    Optional<String> key = Optional.of("key");
    assertThatThrownBy(() -> soon(launcher.jobs.submit(ADA, specification(LOCAL), key)))
        .hasMessage("you have enough");
    JobId refused = backEnd.submit.asked().get(0).id();
    assertThatThrownBy(() -> launcher.job(refused)).hasMessageContaining("There is no job");

    assertThat(soon(launcher.jobs.submit(ADA, specification(LOCAL), key)).created()).isTrue();
    launcher = launcher.restart();
    assertThatThrownBy(() -> launcher.job(refused)).hasMessageContaining("There is no job");
  }

  @Test
  void twoRequestsWithOneKeyWaitForOneLaunch() {
    backEnd.submit.once(
        request -> {
          gate.pass();
          return backEnd.start(request);
        });
    Optional<String> key = Optional.of("key");
    CompletableFuture<Submission> first = launcher.jobs.submit(ADA, specification(LOCAL), key);
    gate.awaitArrivals(1);
    CompletableFuture<Submission> second = launcher.jobs.submit(ADA, specification(LOCAL), key);
    assertThat(second).isNotDone();
    assertThat(backEnd.validate.asked()).as("what is permitted counts once").hasSize(1);
    gate.open();
    assertThat(soon(second).job().id()).isEqualTo(soon(first).job().id());
    assertThat(soon(second).created()).isFalse();
    assertThat(soon(second).job().handle()).isPresent();
    assertStartedOnce(soon(first).job().id());
  }

  @Test
  void twoRequestsWithOneKeyAreRefusedTogether() {
    backEnd.submit.once(
        request -> {
          gate.pass();
          throw new LauncherException(ErrorCode.INVALID_REQUEST, "not here");
        });
    Optional<String> key = Optional.of("key");
    CompletableFuture<Submission> first = launcher.jobs.submit(ADA, specification(LOCAL), key);
    gate.awaitArrivals(1);
    CompletableFuture<Submission> second = launcher.jobs.submit(ADA, specification(LOCAL), key);
    gate.open();
    assertThatThrownBy(() -> soon(first)).hasMessage("not here");
    assertThatThrownBy(() -> soon(second)).hasMessage("not here");
  }

  @Test
  void aJobThatEndsBeforeItsLaunchReturnsHasEnded() {
    backEnd.submit.once(
        request -> {
          Launch launch = backEnd.start(request);
          backEnd.report(request.id(), JobStatus.of(JobState.RUNNING).runningAt("here", 7));
          backEnd.report(request.id(), JobStatus.of(JobState.FINISHED).withExitCode(3));
          return launch;
        });
    Job job = soon(launcher.submit(LOCAL));
    assertThat(job.status().state()).isEqualTo(JobState.FINISHED);
    assertThat(job.status().exitCode()).contains(3);
    assertThat(job.status().pid()).contains(7L);
    assertThat(job.handle()).isPresent();
  }

  @Test
  void aJobThatFailedWhileItWasInDoubtIsNotStartedAnyMore() {
    backEnd.submit.once(
        request -> {
          throw new AmbiguousLaunchException("lost");
        });
    backEnd.find.once(
        request -> {
          gate.pass();
          return new Search.Absent();
        });
    JobId id = launcher.submitted(LOCAL);
    gate.awaitArrivals(1);
    backEnd.report(
        id, JobStatus.of(JobState.FAILED).because(StatusCode.LAUNCH_FAILED, "the disk is full"));
    awaitState(id, JobState.FAILED);
    gate.open();
    await().during(Duration.ofMillis(500)).atMost(LONG).until(() -> backEnd.starts().isEmpty());
    assertThat(backEnd.submit.asked()).hasSize(1);
  }

  @Test
  void aJobThatNobodyTakesOverIsHandedBackAgain() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          throw new AmbiguousLaunchException("lost");
        });
    backEnd.attach.once(
        jobs -> {
          throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "not now");
        });
    JobId id = launcher.submitted(LOCAL);
    await().atMost(LONG).until(() -> attached().equals(List.of(id, id)));
  }

  @Test
  void aCancelWhileTheLaunchIsInDoubtKeepsTheJobFromStarting() {
    backEnd.submit.once(
        request -> {
          throw new AmbiguousLaunchException("lost");
        });
    backEnd.find.once(
        request -> {
          gate.pass();
          return new Search.Absent();
        });
    JobId id = launcher.submitted(LOCAL);
    gate.awaitArrivals(1);
    assertThat(soon(launcher.jobs.control(ADA, id, JobOperation.CANCEL)).complete()).isFalse();
    assertThatThrownBy(() -> soon(launcher.jobs.control(ADA, id, JobOperation.STOP)))
        .hasMessageContaining("Pending");
    gate.open();
    awaitState(id, JobState.CANCELED);
    assertThat(backEnd.starts()).isEmpty();
  }

  @Test
  void aCancelWhileTheLaunchIsInDoubtReachesTheJobThatWasFound() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          throw new AmbiguousLaunchException("lost");
        });
    backEnd.find.once(
        request -> {
          gate.pass();
          return backEnd.look(request);
        });
    JobId id = launcher.submitted(LOCAL);
    gate.awaitArrivals(1);
    soon(launcher.jobs.control(ADA, id, JobOperation.CANCEL));
    gate.open();
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(backEnd.control.asked())
                    .extracting(ScriptedCluster.Control::operation)
                    .containsExactly(JobOperation.CANCEL));
    backEnd.report(id, JobStatus.of(JobState.CANCELED));
    awaitState(id, JobState.CANCELED);
  }

  @Test
  void aJobThatIsBeingLaunchedIsNotThereForAnybodyYet() {
    backEnd.submit.once(
        request -> {
          gate.pass();
          return backEnd.start(request);
        });
    CompletableFuture<Job> submission = launcher.submit(LOCAL);
    gate.awaitArrivals(1);
    JobId id = backEnd.submit.asked().get(0).id();
    assertThatThrownBy(() -> launcher.jobs.control(ADA, id, JobOperation.CANCEL))
        .hasMessageContaining("There is no job");
    gate.open();
    assertThat(soon(submission).id()).isEqualTo(id);
    assertThat(soon(launcher.jobs.control(ADA, id, JobOperation.CANCEL)).complete()).isTrue();
  }

  @Test
  void aCrashBetweenRecordAndLaunchLaunchesOnce() throws Exception {
    JobSpecification large =
        specification(LOCAL).toBuilder().stdin("x".repeat(100_000)).args(List.of("a b")).build();
    backEnd.submit.once(
        request -> {
          gate.pass();
          throw new LauncherException(ErrorCode.INVALID_REQUEST, "the old launcher is dead");
        });
    CompletableFuture<Submission> lost = launcher.jobs.submit(ADA, large, Optional.empty());
    gate.awaitArrivals(1);
    LaunchRequest first = backEnd.submit.asked().get(0);

    ScriptedPlugin next = plugin.successor("1.0.0");
    try (TestLauncher second = launcher.afterCrash(folder.resolve("two"))) {
      assertThat(second.job(first.id()).status().state()).isEqualTo(JobState.PENDING);
      second.arrive(next);
      awaitHandle(second, first.id());
      assertStartedOnce(first.id());
      LaunchRequest again = backEnd.submit.asked().get(1);
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(again.specification()).isEqualTo(first.specification());
      assertThat(again.owner()).isEqualTo(first.owner());
    }
    gate.open();
    // Refused or, behind the old launcher's deadline, in doubt: it is dead.
    boolean answered = soon(lost.handle((answer, failure) -> true));
    assertThat(answered).isTrue();
  }

  @Test
  void aCrashBetweenLaunchAndItsRecordAdopts() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          gate.pass();
          throw new LauncherException(ErrorCode.INVALID_REQUEST, "the old launcher is dead");
        });
    CompletableFuture<Job> lost = launcher.submit(LOCAL);
    gate.awaitArrivals(1);
    JobId id = backEnd.submit.asked().get(0).id();
    try (TestLauncher second = launcher.afterCrash(folder.resolve("two"))) {
      second.arrive(plugin.successor("1.0.0"));
      awaitHandle(second, id);
      await().atMost(LONG).until(() -> attached().contains(id));
      assertStartedOnce(id);
      assertThat(backEnd.submit.asked()).hasSize(1);
    }
    gate.open();
    // Refused or, behind the old launcher's deadline, in doubt: it is dead.
    boolean answered = soon(lost.handle((answer, failure) -> true));
    assertThat(answered).isTrue();
  }

  @Test
  void anOrderlyEndInTheMiddleOfALaunchLosesNothing() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          gate.pass();
          return backEnd.start(request);
        });
    CompletableFuture<Job> interrupted = launcher.submit(LOCAL);
    gate.awaitArrivals(1);
    launcher = launcher.restart();
    JobId id = backEnd.submit.asked().get(0).id();
    launcher.arrive(plugin);
    awaitHandle(launcher, id);
    assertStartedOnce(id);
    assertThat(soon(interrupted).id()).isEqualTo(id);
  }

  @Test
  void aLaunchWhosePluginIsReplacedGoesOnWithTheNextOne() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          gate.passDeaf();
          return backEnd.start(request);
        });
    CompletableFuture<Job> submission = launcher.submit(LOCAL);
    gate.awaitArrivals(1);
    launcher.plugins.left(plugin);
    launcher.arrive(plugin.successor("2.0.0"));
    JobId id = soon(submission).id();
    awaitHandle(launcher, id);
    await().atMost(LONG).until(() -> attached().contains(id));
    assertStartedOnce(id);
  }

  @Test
  void anOwnerThatCantBeLookedUpIsLookedUpAgain() {
    backEnd.submit.once(
        request -> {
          backEnd.start(request);
          gate.pass();
          return backEnd.start(request);
        });
    CompletableFuture<Job> interrupted = launcher.submit(LOCAL);
    gate.awaitArrivals(1);
    launcher = launcher.restart();
    assertThat(soon(interrupted)).isNotNull();
    launcher.users.find.once(
        name -> {
          throw new LauncherException(ErrorCode.TIMEOUT, "the name service sleeps");
        });
    launcher.arrive(plugin);
    JobId id = backEnd.submit.asked().get(0).id();
    awaitHandle(launcher, id);
    assertThat(launcher.users.find.asked()).hasSize(2);
    assertStartedOnce(id);
  }
}
