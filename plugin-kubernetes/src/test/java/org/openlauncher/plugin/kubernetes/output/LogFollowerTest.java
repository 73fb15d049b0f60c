package org.openlauncher.plugin.kubernetes.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.FakeApi;

/** A node that says what it has of a log, and then that it can't be followed. */
class LogFollowerTest {
  private static final String REFUSED = "failed to create fsnotify watcher: too many open files";

  private final RecordingTimer timer = new RecordingTimer();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  /** Does at once what is to be done later, and notes how much later. */
  private static final class RecordingTimer extends ScheduledThreadPoolExecutor {
    private final Queue<Duration> pauses = new ConcurrentLinkedQueue<>();

    RecordingTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      pauses.add(Duration.of(delay, unit.toChronoUnit()));
      return super.schedule(task, 0, unit);
    }
  }

  /** The follower goes on meanwhile. */
  private List<Duration> firstPauses() {
    return await()
        .until(() -> timer.pauses.stream().limit(12).toList(), pauses -> pauses.size() == 12);
  }

  private LogFollower follower(ApiServer api) {
    return new LogFollower(
        api,
        "/log?container=job",
        folder.resolve("output"),
        folder.resolve("index"),
        timer,
        () -> {});
  }

  @Test
  void aLogThatCanNotBeFollowedIsAskedForMoreAndMoreRarely() throws Exception {
    try (FakeApi node =
            new FakeApi((number, request) -> FakeApi.Answer.of(200, "s\no 0 all\\n\n" + REFUSED));
        ApiServer api = node.client();
        LogFollower follower = follower(api)) {
      follower.follow();
      List<Duration> pauses = firstPauses();

      assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(100));
      assertThat(pauses.subList(9, 12)).containsOnly(Duration.ofSeconds(30));
      assertThat(pauses).isSorted();
      await().untilAsserted(() -> assertThat(follower.trouble()).contains(REFUSED));
      assertThat(Files.readString(folder.resolve("output"))).isEqualTo("all\n");
    }
  }

  @Test
  void aLogThatBringsSomethingNewIsAskedForSoonAgain() throws Exception {
    try (FakeApi node =
            new FakeApi(
                (number, request) ->
                    FakeApi.Answer.of(200, "o " + (number / 4) + " x\n" + REFUSED));
        ApiServer api = node.client();
        LogFollower follower = follower(api)) {
      follower.follow();
      List<Duration> pauses = firstPauses();

      assertThat(pauses).contains(Duration.ofMillis(800));
      assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(800)) <= 0);
    }
  }

  @Test
  void theBeginningOfALineIsNoEndOfTheLog() throws Exception {
    try (FakeApi node =
            new FakeApi(
                (number, request) ->
                    FakeApi.Answer.of(
                        200, "s\no 0 0123456789ab\n" + (number < 3 ? ". 1" : ". 12\n")));
        ApiServer api = node.client();
        LogFollower follower = follower(api)) {
      follower.follow();
      await().until(follower::complete);

      assertThat(node.requests()).hasSize(4);
    }
  }
}
