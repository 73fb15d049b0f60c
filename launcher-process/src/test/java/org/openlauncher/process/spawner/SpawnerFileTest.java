package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerFileTest {
  private static final int SEED = 42;

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

  private long open(Path file) {
    return spawner.open(spawner.user(), file).require(Wire.FILE_OPENED).number(Wire.FILE);
  }

  @Test
  void openTellsWhichFileItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    WireAnswer answer = spawner.open(spawner.user(), file).require(Wire.FILE_OPENED);

    assertThat(answer.number(Wire.INODE)).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(answer.number(Wire.DEVICE)).isEqualTo(Files.getAttribute(file, "unix:dev"));
    assertThat(answer.number(Wire.SIZE)).isEqualTo(4);
  }

  @Test
  void readsAnyPartOfIt() throws IOException {
    byte[] content = new byte[1_000_000];
    new Random(SEED).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    long number = open(file);

    assertThat(spawner.read(number, 0, Wire.READ_LENGTH_MOST).bytes(Wire.CONTENT))
        .isEqualTo(java.util.Arrays.copyOf(content, Wire.READ_LENGTH_MOST));
    assertThat(spawner.read(number, 999_990, 100).bytes(Wire.CONTENT))
        .isEqualTo(java.util.Arrays.copyOfRange(content, 999_990, 1_000_000));
    assertThat(spawner.read(number, 1_000_000, 1).bytes(Wire.CONTENT)).isEmpty();
    assertThat(spawner.read(number, Long.MAX_VALUE / 2, 1).number(Wire.SIZE)).isEqualTo(1_000_000);
  }

  @Test
  void seesWhatIsAddedAndWhatIsCutOff() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "one");
    long number = open(file);

    Files.writeString(file, "two", StandardOpenOption.APPEND);
    assertThat(spawner.read(number, 3, 10).text(Wire.CONTENT)).isEqualTo("two");
    Files.writeString(file, "x", StandardOpenOption.TRUNCATE_EXISTING);
    WireAnswer answer = spawner.read(number, 3, 10);
    assertThat(answer.bytes(Wire.CONTENT)).isEmpty();
    assertThat(answer.number(Wire.SIZE)).isEqualTo(1);
  }

  @Test
  void manyReadsAtOnceAreAnsweredInFull() throws IOException {
    byte[] content = new byte[10_000_000];
    new Random(SEED).nextBytes(content);
    long number = open(Files.write(folder.resolve("file"), content));

    List<CompletableFuture<WireAnswer>> answers = new ArrayList<>();
    for (int offset = 0; offset < content.length; offset += Wire.READ_LENGTH_MOST) {
      answers.add(
          spawner
              .client()
              .send(
                  new WireRequest(Wire.READ)
                      .number(Wire.FILE, number)
                      .number(Wire.OFFSET, offset)
                      .number(Wire.LENGTH, Wire.READ_LENGTH_MOST)));
    }
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    answers.forEach(answer -> all.writeBytes(WireClient.await(answer).bytes(Wire.CONTENT)));
    assertThat(all.toByteArray()).isEqualTo(content);
  }

  @Test
  void eachFileHasAReaderUntilItIsClosed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    long first = open(file);
    long second = open(file);
    assertThat(second).isNotEqualTo(first);
    assertThat(StartedJob.childrenOf(spawner.process().pid())).hasSize(2);

    spawner.closeFile(first).require(Wire.DONE);

    await()
        .untilAsserted(() -> assertThat(StartedJob.childrenOf(spawner.process().pid())).hasSize(1));
    assertThat(spawner.read(first, 0, 1).refusal()).isEqualTo("file");
    assertThat(spawner.closeFile(first).refusal()).isEqualTo("file");
    assertThat(spawner.read(second, 0, 1).text(Wire.CONTENT)).isEqualTo("t");
  }

  @Test
  void readersEndWithTheSpawner() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    open(file);
    List<Long> readers = StartedJob.childrenOf(spawner.process().pid());
    assertThat(readers).hasSize(1);

    spawner.awaitExit();

    await().untilAsserted(() -> assertThat(StartedJob.state(readers.get(0))).isEmpty());
  }

  @Test
  void readerThatIsKilledIsToldOf() throws IOException {
    long number = open(Files.writeString(folder.resolve("file"), "text"));
    long reader = StartedJob.childrenOf(spawner.process().pid()).get(0);

    ProcessHandle.of(reader).orElseThrow().destroyForcibly();

    await()
        .untilAsserted(
            () -> assertThat(spawner.read(number, 0, 1).refusal()).isIn("file", "resources"));
  }

  @Test
  void ownAccountIsTold() throws IOException {
    WireAnswer account = spawner.lookUp(spawner.user()).require(Wire.ACCOUNT);

    assertThat(account.text(Wire.USER)).isEqualTo(spawner.user());
    assertThat(account.number(Wire.USER_ID)).isEqualTo(spawner.hello().number(Wire.SERVER_USER_ID));
    assertThat(account.text(Wire.HOME)).isEqualTo(System.getProperty("user.home"));
    assertThat(account.text(Wire.SHELL)).isNotEmpty();
  }
}
