package org.openlauncher.host.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.testing.Gate;
import org.openlauncher.host.testing.Script;
import org.openlauncher.host.testing.ScriptedCluster;
import org.openlauncher.host.testing.ScriptedPlugin;
import org.openlauncher.host.testing.TestLauncher;

/** Plugins that come and go, well-behaved and not, in a launcher with two clusters. */
class PluginRegistryTest {
  private static final String ONE = "One";
  private static final String TWO = "Two";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration PATIENCE_OF_A_SUCCESSOR = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final Gate gate = new Gate();
  private final ScriptedPlugin plugin = new ScriptedPlugin();
  private final ScriptedCluster one = plugin.cluster(ONE);
  private final ScriptedCluster two = plugin.cluster(TWO);
  private TestLauncher launcher;

  @BeforeEach
  void start() {
    launcher = new TestLauncher(folder.resolve("usual"), "", ONE, TWO);
  }

  /** A launcher that gives a plugin one second for each thing. */
  private void startImpatient() {
    launcher.close();
    launcher =
        new TestLauncher(folder.resolve("impatient"), "bootstrap-timeout-seconds=1", ONE, TWO);
  }

  @AfterEach
  void stop() {
    gate.open();
    launcher.close();
  }

  private ClusterHealth health(String cluster) {
    return launcher.health(cluster);
  }

  private void awaitHealth(String cluster, Level level) {
    await().atMost(LONG).until(() -> health(cluster).level() == level);
  }

  private static Observation finished(JobId id) {
    return new Observation.Known(
        id, Instant.now(), JobStatus.of(JobState.FINISHED).withExitCode(0));
  }

  private static List<JobId> attachedLast(ScriptedCluster cluster) {
    return List.copyOf(cluster.attach.asked()).stream()
        .reduce((before, last) -> last)
        .map(jobs -> jobs.stream().map(LaunchedJob::id).toList())
        .orElse(List.of());
  }

  @Test
  void theJobsThatLiveAreHandedToTheNextPlugin() {
    launcher.arrive(plugin);
    JobId ended = launcher.submitted(ONE);
    one.report(ended, JobStatus.of(JobState.FINISHED).withExitCode(0));
    JobId running = launcher.submitted(ONE);
    one.report(running, JobStatus.of(JobState.RUNNING).runningAt("here", 7));
    assertThat(one.attach.asked()).isEmpty();

    launcher.plugins.left(plugin);
    assertThat(one.open()).isZero();
    assertThat(launcher.job(running).stale()).isTrue();
    assertThat(launcher.job(ended).stale()).isFalse();
    assertThat(launcher.job(running).status().state()).isEqualTo(JobState.RUNNING);
    assertThat(health(ONE).message()).contains("no plugin of type Scripted");

    launcher.arrive(plugin.successor("2.0.0"));
    await().atMost(LONG).until(() -> !launcher.job(running).stale());
    assertThat(attachedLast(one)).containsExactly(running);
    LaunchedJob handedBack = one.attach.asked().get(0).iterator().next();
    assertThat(handedBack.handle().data()).isEqualTo("scripted " + running);
    assertThat(handedBack.lastStatus().pid()).contains(7L);
    assertThat(health(ONE)).isEqualTo(ClusterHealth.GREEN);
    assertThat(two.attach.asked()).isEmpty();
  }

  @Test
  void jobsAreHandedBackAgainWhereThatFailed() {
    launcher.arrive(plugin);
    JobId id = launcher.submitted(ONE);
    launcher.plugins.left(plugin);
    one.attach.once(
        jobs -> {
          throw new IllegalStateException("not yet");
        });
    launcher.arrive(plugin);
    await().atMost(LONG).until(() -> one.attach.asked().size() == 1);
    assertThat(launcher.job(id).stale()).isTrue();
    await().atMost(LONG).until(() -> !launcher.job(id).stale());
    assertThat(one.attach.asked()).hasSize(2);
  }

  @Test
  void aClosedClusterHasNothingMoreToSay() {
    launcher.arrive(plugin);
    JobId id = launcher.submitted(ONE);
    ClusterContext old = one.newest();
    one.close.once(
        context -> {
          context.observations().report(finished(id));
          context.observations().health(ClusterHealth.GREEN);
          return true;
        });
    launcher.plugins.left(plugin);
    old.observations().report(finished(id));
    old.observations().health(ClusterHealth.GREEN);

    assertThat(health(ONE).level()).isEqualTo(Level.RED);
    assertThat(launcher.job(id).status().state()).isEqualTo(JobState.PENDING);
    assertThat(launcher.job(id).stale()).isTrue();

    launcher.arrive(plugin);
    await().atMost(LONG).until(() -> !launcher.job(id).stale());
    old.observations().report(finished(id));
    assertThat(launcher.job(id).status().state()).isEqualTo(JobState.PENDING);
    one.newest().observations().report(finished(id));
    assertThat(launcher.job(id).status().state()).isEqualTo(JobState.FINISHED);
  }

  @Test
  void theCountersOfAClusterAreThereWhileItIsOpenAndBeginAnew() {
    CounterName counted = CounterName.of("requests", "Requests.");
    launcher.arrive(plugin);
    awaitHealth(ONE, Level.GREEN);
    one.newest().counters().counter(counted).add(3);
    assertThat(launcher.plugins.counters())
        .containsExactly(new Clusters.CounterReading(ONE, counted, 3, true));

    launcher.plugins.left(plugin);
    assertThat(launcher.plugins.counters()).isEmpty();

    launcher.arrive(plugin.successor("2.0.0"));
    awaitHealth(ONE, Level.GREEN);
    one.newest().counters().counter(counted).add(1);
    assertThat(launcher.plugins.counters())
        .containsExactly(new Clusters.CounterReading(ONE, counted, 1, true));
  }

  @Test
  void aClusterCantSpeakOfTheJobsOfAnother() {
    launcher.arrive(plugin);
    JobId id = launcher.submitted(ONE);
    two.newest().observations().report(finished(id));
    two.newest().observations().report(new Observation.Absent(id, Instant.now(), "not in mine"));
    assertThat(launcher.job(id).status().state()).isEqualTo(JobState.PENDING);
  }

  @Test
  void whatIsSeenWhileTheClusterOpensCountsAsSoonAsItIsOpen() {
    launcher.arrive(plugin);
    JobId id = launcher.submitted(ONE);
    launcher.plugins.left(plugin);
    ScriptedPlugin next = plugin.successor("2.0.0");
    next.open.always(
        context -> {
          context.observations().report(finished(id));
          context
              .observations()
              .health(new ClusterHealth(Level.YELLOW, "half of it is out of reach"));
          return next.opened(context);
        });
    launcher.arrive(next);
    await().atMost(LONG).until(() -> launcher.job(id).status().state() == JobState.FINISHED);
    assertThat(health(ONE).message()).isEqualTo("half of it is out of reach");
  }

  @Test
  void aClusterThatOpensSlowlyHoldsNoOtherAndItsCallsWait() {
    plugin.open.always(
        context -> {
          if (context.name().equals(ONE)) {
            gate.pass();
          }
          return plugin.opened(context);
        });
    launcher.arrive(plugin);
    gate.awaitArrivals(1);
    launcher.submitted(TWO);
    assertThat(health(ONE)).isEqualTo(new ClusterHealth(Level.YELLOW, "it is being opened"));
    CompletableFuture<Job> parked = launcher.submit(ONE);
    assertThat(parked).isNotDone();
    gate.open();
    assertThat(soon(parked).handle()).isPresent();
  }

  @Test
  void aClusterThatOpensTooLateIsClosedAgain() {
    startImpatient();
    plugin.open.always(
        context -> {
          if (context.name().equals(ONE)) {
            gate.passDeaf();
          }
          Cluster late = plugin.opened(context);
          context.observations().health(ClusterHealth.GREEN);
          return late;
        });
    launcher.arrive(plugin);
    awaitHealth(ONE, Level.RED);
    assertThat(health(ONE).message())
        .isEqualTo("its plugin did not answer (open) within 1 seconds");
    assertThat(health(TWO)).isEqualTo(ClusterHealth.GREEN);
    gate.open();
    await().atMost(LONG).until(() -> one.close.asked().size() == 1);
    await().atMost(LONG).until(() -> one.open() == 0);
    assertThat(health(ONE).level()).isEqualTo(Level.RED);
    assertThat(one.newest().executor().isShutdown()).isTrue();
    assertThatThrownBy(() -> soon(launcher.submit(ONE)))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CLUSTER_UNAVAILABLE))
        .hasMessageContaining("did not answer (open)");
  }

  static Stream<Script.Step<ClusterContext, Cluster>> failures() {
    return Stream.of(
        context -> {
          throw new LauncherException(ErrorCode.INVALID_REQUEST, "it can't work so");
        },
        context -> {
          throw new IllegalStateException("a bug");
        },
        context -> {
          throw new AssertionError("a bug");
        },
        PluginRegistryTest::nothing);
  }

  @SuppressWarnings("NullAway") // A plugin may break the contract: that is what is tried here.
  private static Cluster nothing(ClusterContext context) {
    return null;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aClusterThatCantBeOpenedIsRedAndHoldsNothing(Script.Step<ClusterContext, Cluster> failure) {
    List<ClusterContext> given = new ArrayList<>();
    plugin.open.always(
        context -> {
          if (context.name().equals(TWO)) {
            return plugin.opened(context);
          }
          given.add(context);
          return failure.take(context);
        });
    launcher.arrive(plugin);
    launcher.submitted(TWO);
    awaitHealth(ONE, Level.RED);
    assertThat(health(ONE).message())
        .matches("it can't work so|its plugin could not open it; the log tells more");
    ClusterContext context = given.get(0);
    assertThat(context.executor().isShutdown()).isTrue();
    context.observations().health(ClusterHealth.GREEN);
    assertThat(health(ONE).level()).isEqualTo(Level.RED);
  }

  @Test
  void aPluginThatCantTellItsOptionsServesNothing() {
    startImpatient();
    plugin.options.once(
        asked -> {
          throw new AssertionError("a bug");
        });
    plugin.options.once(
        asked -> {
          gate.passDeaf();
          return List.of();
        });
    launcher.arrive(plugin);
    awaitHealth(ONE, Level.RED);
    awaitHealth(TWO, Level.RED);
    assertThat(List.of(health(ONE).message(), health(TWO).message()))
        .containsExactlyInAnyOrder(
            "its plugin could not open it; the log tells more",
            "its plugin did not answer (options) within 1 seconds");
  }

  @Test
  void aClusterThatDoesNotEndHoldsNeitherItsSuccessorNorAnother() {
    launcher.arrive(plugin);
    launcher.submitted(ONE);
    one.close.once(
        context -> {
          gate.passDeaf();
          return true;
        });
    long begun = System.nanoTime();
    CompletableFuture<Void> left = CompletableFuture.runAsync(() -> launcher.plugins.left(plugin));
    gate.awaitArrivals(1);
    ScriptedPlugin next = plugin.successor("2.0.0");
    launcher.arrive(next);
    assertThat(launcher.submitted(TWO)).isNotNull();
    boolean wasOver = left.isDone();
    // A machine may be so slow that the time for the end is over by now.
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(wasOver && elapsed.compareTo(PATIENCE_OF_A_SUCCESSOR) < 0).isFalse();
    soon(left);
    await().atMost(LONG).until(() -> one.openings().size() == 2);
    assertThat(launcher.submitted(ONE)).isNotNull();
  }

  @Test
  void aClusterThatFailsToEndIsClosedAllTheSame() {
    launcher.arrive(plugin);
    launcher.submitted(ONE);
    launcher.submitted(TWO);
    one.close.once(
        context -> {
          throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "it is stuck");
        });
    two.close.once(
        context -> {
          throw new AssertionError("a bug");
        });
    launcher.plugins.left(plugin);
    assertThat(one.newest().executor().isShutdown()).isTrue();
    assertThat(two.newest().executor().isShutdown()).isTrue();
    launcher.arrive(plugin.successor("2.0.0"));
    launcher.submitted(ONE);
    launcher.submitted(TWO);
  }

  @Test
  void ofTwoPluginsTheNewerServesAndTheOlderTakesOver() {
    ScriptedPlugin newer = plugin.successor("2.0.0");
    launcher.arrive(plugin);
    launcher.submitted(ONE);
    launcher.arrive(newer);
    await().atMost(LONG).until(() -> newer.open.asked().size() == 2);
    launcher.submitted(ONE);
    assertThat(one.open()).isEqualTo(1);
    assertThat(launcher.plugins.plugins())
        .extracting(Clusters.PluginOverview::version)
        .containsExactly("1.0.0", "2.0.0");

    launcher.plugins.left(newer);
    launcher.submitted(ONE);
    await().atMost(LONG).until(() -> plugin.open.asked().size() == 4);
    launcher.plugins.left(plugin);
    assertThat(one.open()).isZero();
    assertThat(launcher.plugins.plugins()).isEmpty();
  }

  @Test
  void aNewerPluginThatCantOpenLeavesTheClusterToTheOlder() {
    launcher.arrive(plugin);
    JobId id = launcher.submitted(ONE);
    ScriptedPlugin newer = plugin.successor("2.0.0");
    newer.open.always(
        context -> {
          throw new IllegalStateException("a bug in the new version");
        });
    launcher.arrive(newer);
    await().atMost(LONG).until(() -> attachedLast(one).equals(List.of(id)));
    await().atMost(LONG).until(() -> health(ONE).message().startsWith("scripted 2.0.0 could not"));
    assertThat(health(ONE).level()).isEqualTo(Level.YELLOW);
    launcher.submitted(ONE);

    launcher.plugins.left(newer);
    launcher.submitted(ONE);
    await().atMost(LONG).until(() -> plugin.open.asked().size() == 4);
  }

  @Test
  void aPluginThatGoesBeforeItsClustersAreOpenLeavesNothing() {
    plugin.open.always(
        context -> {
          gate.pass();
          return plugin.opened(context);
        });
    launcher.arrive(plugin);
    gate.awaitArrivals(2);
    CompletableFuture<Void> left = CompletableFuture.runAsync(() -> launcher.plugins.left(plugin));
    gate.open();
    soon(left);
    assertThat(one.open()).isZero();
    assertThat(two.open()).isZero();
  }

  @Test
  void replacementsUnderLoadFailNoRequestAndLeaveNoThread() {
    launcher.arrive(plugin);
    launcher.submitted(ONE);
    List<CompletableFuture<Job>> submissions = new ArrayList<>();
    ScriptedPlugin serving = plugin;
    for (int version = 2; version < 12; version++) {
      for (int count = 0; count < 50; count++) {
        submissions.add(launcher.submit(ONE));
      }
      ScriptedPlugin next = plugin.successor(version + ".0.0");
      launcher.plugins.left(serving);
      submissions.add(launcher.submit(ONE));
      launcher.arrive(next);
      serving = next;
    }
    submissions.forEach(submission -> assertThat(soon(submission).handle()).isPresent());
    assertThat(one.starts()).hasSize(submissions.size() + 1);
    assertThat(one.starts().values()).containsOnly(1);
    assertThat(one.callsAfterClose()).isZero();
    assertThat(one.open()).isEqualTo(1);
    assertThat(one.openings().stream().filter(context -> !context.executor().isShutdown()).count())
        .isEqualTo(1);
  }

  @Test
  void theThreadsOfAClosedClusterEnd() {
    launcher.arrive(plugin);
    launcher.submitted(ONE);
    assertThat(threads("cluster-" + ONE)).isPositive();
    Optional<Thread> own = Optional.of(soon(ownThread()));
    launcher.plugins.left(plugin);
    await()
        .atMost(40, TimeUnit.SECONDS)
        .until(() -> threads("cluster-" + ONE) == 0 && !own.orElseThrow().isAlive());
  }

  private CompletableFuture<Thread> ownThread() {
    return CompletableFuture.supplyAsync(Thread::currentThread, one.newest().executor());
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
