package org.openlauncher.host.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.openlauncher.host.testing.TestLauncher.soon;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterHealth.Level;
import org.openlauncher.host.testing.Gate;
import org.openlauncher.host.testing.Script;
import org.openlauncher.host.testing.ScriptedCluster;

/** Calls to a cluster: each is answered in time, whatever the plugin does. */
class ClusterSlotTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(300);
  private static final int MANY = CallPool.MOST_WAITING_CALLS;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
  private final Gate gate = new Gate();
  private final List<ClusterSlot> slots = new ArrayList<>();

  @AfterEach
  void stop() {
    gate.open();
    for (ClusterSlot slot : slots) {
      slot.closed(ClusterSlot.noPlugin("Scripted"));
      slot.settle();
      slot.shutDown();
    }
    timer.shutdownNow();
  }

  private ClusterSlot slot(int threads, Duration deadline) {
    ClusterSlot slot = new ClusterSlot("One", "Scripted", threads, deadline, timer);
    slots.add(slot);
    return slot;
  }

  private ClusterSlot openSlot(int threads, Duration deadline) {
    ClusterSlot slot = slot(threads, deadline);
    slot.opening();
    slot.opened(cluster(), slot.group());
    return slot;
  }

  /** What these tests ask of a cluster is in the calls; it need only be there. */
  private static Cluster cluster() {
    return new ScriptedCluster().detached();
  }

  private CompletableFuture<String> deaf(ClusterSlot slot) {
    return slot.call(
        "hang",
        cluster -> {
          gate.passDeaf();
          return "late";
        });
  }

  private static String text(CompletableFuture<String> answer) {
    return soon(answer);
  }

  private static void assertRefused(CompletableFuture<?> answer, ErrorCode code, String message) {
    assertThatThrownBy(() -> soon(answer))
        .isInstanceOfSatisfying(
            LauncherException.class, refusal -> assertThat(refusal.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void aCallRunsInTheClustersOwnThreads() {
    ClusterSlot slot = openSlot(2, LONG);
    assertThat(text(slot.call("name", cluster -> Thread.currentThread().getName())))
        .isEqualTo("cluster-One");
    assertThat(slot.health()).isEqualTo(ClusterHealth.GREEN);
  }

  static Stream<Script.Step<String, String>> faults() {
    return Stream.of(
        question -> {
          throw new IllegalStateException("a bug");
        },
        question -> {
          throw new AssertionError("a bug");
        },
        question -> {
          throw new IOException("sneaked past the compiler");
        },
        question -> {
          throw new OutOfMemoryError("its own fault");
        },
        question -> {
          throw new ThreadDeath();
        },
        ClusterSlotTest::nothing);
  }

  @SuppressWarnings("NullAway") // A plugin may break the contract: that is what is tried here.
  private static String nothing(String question) {
    return null;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverAPluginThrowsIsToldAtOnceAndWorsensItsHealth(Script.Step<String, String> fault) {
    ClusterSlot slot = openSlot(1, LONG);
    CompletableFuture<String> answer = slot.call("try", cluster -> taken(fault));
    assertRefused(answer, ErrorCode.UNKNOWN, "failed (try)");
    assertThat(slot.failures()).isEqualTo(1);
    assertThat(slot.health().level()).isEqualTo(Level.YELLOW);
    assertThat(slot.health().message()).contains("failed (try)");

    assertThat(text(slot.call("try", cluster -> "well"))).isEqualTo("well");
    assertThat(slot.health()).isEqualTo(ClusterHealth.GREEN);
  }

  private static String taken(Script.Step<String, String> step) {
    return new Script<>(step).answer("question");
  }

  @Test
  void aRefusalIsPassedOnAsItIsAndIsNoFault() {
    ClusterSlot slot = openSlot(1, LONG);
    LauncherException refusal = new LauncherException(ErrorCode.QUOTA_EXCEEDED, "enough");
    CompletableFuture<String> answer =
        slot.call(
            "submit",
            cluster -> {
              throw refusal;
            });
    assertThatThrownBy(() -> soon(answer)).isSameAs(refusal);
    assertThat(slot.failures()).isZero();
    assertThat(slot.health()).isEqualTo(ClusterHealth.GREEN);
  }

  @Test
  void aReceiverThatFailsIsNoFaultOfThePlugin() {
    ClusterSlot slot = openSlot(1, LONG);
    CompletableFuture<String> handedOn =
        slot.call("ask", cluster -> "answer")
            .thenApply(
                answer -> {
                  throw new IllegalStateException("a bug of ours");
                });
    assertThatThrownBy(() -> soon(handedOn)).hasMessage("a bug of ours");
    assertThat(slot.failures()).isZero();
  }

  @Test
  void aCallThatHangsIsGivenUpAndInterrupted() {
    ClusterSlot slot = openSlot(1, SHORT_DEADLINE);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<String> answer =
        slot.call(
            "hang",
            cluster -> {
              try {
                gate.pass();
              } catch (InterruptedException told) {
                interrupted.complete(true);
              }
              return "late";
            });
    assertRefused(answer, ErrorCode.TIMEOUT, "did not answer (hang)");
    assertThat(soon(interrupted)).isTrue();
    // Whoever asked is answered first.
    await().atMost(Duration.ofMinutes(1)).until(() -> slot.health().level() == Level.YELLOW);
    assertThat(slot.failures()).isEqualTo(1);
    assertThat(text(slot.call("ask", cluster -> "the thread is free again"))).isNotEmpty();
  }

  @Test
  void aClusterWhoseThreadsAllHangHoldsNoOther() {
    ClusterSlot hanging = openSlot(2, SHORT_DEADLINE);
    ClusterSlot other = openSlot(2, LONG);
    List<CompletableFuture<String>> stuck = List.of(deaf(hanging), deaf(hanging));
    gate.awaitArrivals(2);
    CompletableFuture<String> behind = hanging.call("wait", cluster -> "at last");
    assertThat(text(other.call("ask", cluster -> "at once"))).isEqualTo("at once");

    stuck.forEach(call -> assertRefused(call, ErrorCode.TIMEOUT, "(hang)"));
    assertRefused(behind, ErrorCode.TIMEOUT, "(wait)");
    await().atMost(Duration.ofMinutes(1)).until(() -> hanging.failures() == 3);
  }

  @Test
  void aCallThatWasGivenUpWhileItWaitedIsNotMade() {
    ClusterSlot slot = openSlot(1, SHORT_DEADLINE);
    CompletableFuture<String> stuck = deaf(slot);
    gate.awaitArrivals(1);
    Set<String> made = ConcurrentHashMap.newKeySet();
    assertRefused(slot.call("submit", cluster -> made.add("job")), ErrorCode.TIMEOUT, "(submit)");
    assertRefused(stuck, ErrorCode.TIMEOUT, "(hang)");
    gate.open();
    assertThat(text(slot.call("ask", cluster -> "behind it"))).isNotEmpty();
    assertThat(made).isEmpty();
  }

  @Test
  void noMoreCallsWaitThanThereIsRoomFor() {
    ClusterSlot slot = openSlot(1, LONG);
    CompletableFuture<String> first = deaf(slot);
    gate.awaitArrivals(1);
    List<CompletableFuture<String>> waiting =
        Stream.generate(() -> slot.call("ask", cluster -> "yes")).limit(MANY).toList();
    assertRefused(
        slot.call("ask", cluster -> "no"), ErrorCode.TOO_MANY_REQUESTS, MANY + " requests waiting");
    gate.open();
    assertThat(soon(first)).isEqualTo("late");
    waiting.forEach(call -> assertThat(soon(call)).isEqualTo("yes"));
  }

  @Test
  void callsWaitForAPluginInOrder() {
    ClusterSlot slot = slot(1, LONG);
    List<String> order = new ArrayList<>();
    CompletableFuture<Boolean> first = slot.call("one", cluster -> order.add("one"));
    CompletableFuture<Boolean> second = slot.call("two", cluster -> order.add("two"));
    assertThat(first).isNotDone();
    assertThat(slot.open()).isFalse();
    slot.opened(cluster(), slot.group());
    soon(first);
    soon(second);
    assertThat(order).containsExactly("one", "two");
  }

  @Test
  void callsWaitForAPluginOnlySoLongAndLeaveNothing() {
    ClusterSlot slot = slot(1, LONG);
    for (int round = 0; round < 2; round++) {
      List<CompletableFuture<String>> parked =
          Stream.generate(() -> slot.call("ask", cluster -> "yes")).limit(MANY).toList();
      assertThat(parked).noneMatch(CompletableFuture::isDone);
      CompletableFuture<String> oneTooMany = slot.call("ask", cluster -> "no");
      assertThat(oneTooMany).isCompletedExceptionally();
      parked.forEach(
          call -> assertRefused(call, ErrorCode.CLUSTER_UNAVAILABLE, "no plugin of type Scripted"));
    }
  }

  @Test
  void aPluginThatGoesFinishesWhatItBeganAndLeavesTheRestToTheNext() {
    ClusterSlot slot = openSlot(1, LONG);
    Cluster next = cluster();
    CompletableFuture<String> begun =
        slot.call(
            "begin",
            cluster -> {
              gate.passDeaf();
              return "by the old one";
            });
    gate.awaitArrivals(1);
    CompletableFuture<Boolean> waiting = slot.call("wait", cluster -> cluster == next);
    slot.closed(ClusterSlot.noPlugin("Scripted"));
    gate.open();
    slot.settle();
    assertThat(begun).isCompletedWithValue("by the old one");
    assertThat(waiting).isNotDone();
    slot.opened(next, slot.group());
    assertThat(soon(waiting)).isTrue();
  }

  @Test
  void aPluginThatNeverEndsACallTakesNoThreadFromTheNext() {
    ClusterSlot slot = openSlot(1, LONG);
    CompletableFuture<String> stuck = deaf(slot);
    gate.awaitArrivals(1);
    CompletableFuture<String> waiting = slot.call("wait", cluster -> "by the new one");
    slot.closed(ClusterSlot.noPlugin("Scripted"));
    slot.settle();
    assertRefused(stuck, ErrorCode.PLUGIN_RESTARTED, "went away (hang)");
    slot.opened(cluster(), slot.group());
    assertThat(soon(waiting)).isEqualTo("by the new one");
    gate.open();
    assertThat(slot.health().level()).isNotEqualTo(Level.YELLOW);
  }

  @Test
  void aSuccessorWaitsForAPartOfTheTimeThatARequestMayTake() {
    assertThat(slot(1, Duration.ofSeconds(4)).patienceOfSuccessor()).hasSeconds(1);
    assertThat(slot(1, LONG).patienceOfSuccessor()).hasSeconds(2);
  }

  @Test
  void whatIsGivenBackIsGivenBackInTheClustersThreads() {
    ClusterSlot slot = slot(1, LONG);
    Cluster cluster = cluster();
    slot.opened(cluster, slot.group());
    CompletableFuture<String> thread = new CompletableFuture<>();
    slot.release(cluster, () -> thread.complete(Thread.currentThread().getName()));
    assertThat(soon(thread)).isEqualTo("cluster-One");

    Set<String> released = ConcurrentHashMap.newKeySet();
    slot.closed(ClusterSlot.noPlugin("Scripted"));
    slot.release(cluster, () -> released.add("while it is closed"));
    slot.settle();
    slot.opened(cluster(), slot.group());
    slot.release(cluster, () -> released.add("after that"));
    soon(slot.call("ask", other -> "behind it"));
    assertThat(released).containsExactly("while it is closed");
  }

  @Test
  void theNumberOfThreadsCanGrowAndShrink() {
    ClusterSlot slot = openSlot(1, LONG);
    slot.threads(3);
    List<CompletableFuture<String>> three = Stream.generate(() -> deaf(slot)).limit(3).toList();
    gate.awaitArrivals(3);
    slot.threads(2);
    gate.open();
    three.forEach(call -> assertThat(soon(call)).isEqualTo("late"));
    assertThat(text(slot.call("ask", cluster -> "still there"))).isNotEmpty();
  }

  @Test
  void theEndOfTheLauncherFailsWhatWaits() {
    ClusterSlot slot = slot(1, LONG);
    CompletableFuture<String> parked = slot.call("ask", cluster -> "never");
    slot.shutDown();
    assertThat(parked).isCompletedExceptionally();
    assertThat(slot.call("ask", cluster -> "never")).isCompletedExceptionally();
    await().atMost(LONG).until(() -> timer.getActiveCount() == 0);
  }
}
