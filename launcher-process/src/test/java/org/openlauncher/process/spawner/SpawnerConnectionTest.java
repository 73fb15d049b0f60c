package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerConnectionTest {
  @TempDir private Path folder;
  private TestedSpawner spawner;

  @BeforeEach
  void start() {
    spawner = TestedSpawner.unprivileged(folder);
  }

  @AfterEach
  void stop() throws IOException {
    spawner.close();
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  @Test
  void frameThatIsTooLongEndsTheConnection() {
    StartedJob job = spawner.launch("sleep", "1000").start();

    spawner.client().sendRaw(integer(Wire.FRAME_LENGTH_MOST + 1));

    assertThat(spawner.client().awaitEnd()).isTrue();
    assertThat(StartedJob.runs(job.processId())).isTrue();
    ProcessHandle.of(job.processId()).orElseThrow().destroyForcibly();
    assertThat(job.awaitEnd()).isEqualTo("killed 9 .");
  }

  @Test
  void frameThatIsCutShortEndsTheConnection() {
    spawner.client().sendRaw(integer(100));

    assertThat(spawner.awaitExit()).isZero();
    assertThat(spawner.client().awaitEnd()).isTrue();
  }

  @Test
  void frameWithoutNumberAndKindIsAnsweredWithNumberZero() {
    spawner.client().sendRaw(new byte[] {0, 0, 0, 0});
    assertThat(spawner.client().unasked().refusal()).isEqualTo("bad-request");

    spawner.client().sendRaw(new byte[] {4, 0, 0, 0, 1, 2, 3, 4});
    assertThat(spawner.client().unasked().refusal()).isEqualTo("bad-request");
    assertThat(spawner.launch("true").run()).isEqualTo("ended 0 .");
  }

  @Test
  void frameMayComeInPieces() {
    Launch launch = spawner.launch("true");
    byte[] frame = launch.request().frame(1_000_000);

    for (int place = 0; place < frame.length; place++) {
      spawner.client().sendRaw(Arrays.copyOfRange(frame, place, place + 1));
    }

    assertThat(spawner.client().unasked().require(Wire.STARTED).number()).isEqualTo(1_000_000);
    assertThat(launch.record().awaitEnd()).isEqualTo("ended 0 .");
  }

  @Test
  void longestFramesAreTaken() {
    int overhead = 1_000;
    byte[] input = new byte[Wire.FRAME_LENGTH_MOST - overhead];
    for (int round = 0; round < 3; round++) {
      Launch launch = spawner.script("test $(wc -c) -eq " + input.length).bytes(Wire.INPUT, input);
      assertThat(launch.run()).isEqualTo("ended 0 .");
    }
  }

  @Test
  void moreRequestsThanMayBeUnansweredAreAllAnswered() {
    List<CompletableFuture<WireAnswer>> answers = new ArrayList<>();
    int count = TestedSpawner.isSanitized() ? 500 : 5_000;
    for (int index = 0; index < count; index++) {
      answers.add(
          spawner.client().send(new WireRequest(Wire.LOOK_UP).text(Wire.USER, spawner.user())));
    }

    answers.forEach(answer -> WireClient.await(answer).require(Wire.ACCOUNT));
  }

  @Test
  void endOfTheRequestsEndsTheSpawner() {
    assertThat(spawner.awaitExit()).isZero();
  }

  @Test
  void signalsFromATerminalDoNotEndIt() throws Exception {
    long pid = spawner.process().pid();
    for (String signal : List.of("INT", "TERM", "HUP", "QUIT", "PIPE")) {
      assertThat(
              new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + pid)
                  .start()
                  .waitFor())
          .isZero();
    }

    assertThat(spawner.launch("true").run()).isEqualTo("ended 0 .");
  }

  @Test
  void launcherThatDoesNotReadHoldsUpOnlyItself() {
    // Nothing is lost when the answers are more than the pipe and the spawner take at once.
    long file =
        spawner.open(spawner.user(), largeFile()).require(Wire.FILE_OPENED).number(Wire.FILE);
    List<CompletableFuture<WireAnswer>> answers = new ArrayList<>();
    for (int index = 0; index < 60; index++) {
      answers.add(
          spawner
              .client()
              .send(
                  new WireRequest(Wire.READ)
                      .number(Wire.FILE, file)
                      .number(Wire.OFFSET, 0)
                      .number(Wire.LENGTH, Wire.READ_LENGTH_MOST)));
    }

    answers.forEach(
        answer ->
            assertThat(WireClient.await(answer).bytes(Wire.CONTENT))
                .hasSize(Wire.READ_LENGTH_MOST));
  }

  private Path largeFile() {
    try {
      return java.nio.file.Files.write(
          folder.resolve("large"), new byte[Wire.READ_LENGTH_MOST + 1]);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  @Test
  void tooManyReadsOfOneFileAreRefused() {
    long file =
        spawner.open(spawner.user(), largeFile()).require(Wire.FILE_OPENED).number(Wire.FILE);
    long reader = StartedJob.childrenOf(spawner.process().pid()).get(0);
    signal(reader, "STOP");
    await().untilAsserted(() -> assertThat(StartedJob.state(reader)).isEqualTo("T"));
    List<CompletableFuture<WireAnswer>> answers = new ArrayList<>();
    for (int index = 0; index < 65; index++) {
      answers.add(
          spawner
              .client()
              .send(
                  new WireRequest(Wire.READ)
                      .number(Wire.FILE, file)
                      .number(Wire.OFFSET, 0)
                      .number(Wire.LENGTH, 1)));
    }

    assertThat(WireClient.await(answers.get(64)).refusal()).isEqualTo("resources");
    spawner.closeFile(file).require(Wire.DONE);
    assertThat(WireClient.await(answers.get(0)).refusal()).isEqualTo("file");
    await()
        .atMost(Duration.ofSeconds(WireClient.PATIENCE_SECONDS))
        .untilAsserted(() -> assertThat(StartedJob.childrenOf(spawner.process().pid())).isEmpty());
  }

  private static void signal(long process, String name) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, "" + process)
          .start()
          .waitFor();
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
