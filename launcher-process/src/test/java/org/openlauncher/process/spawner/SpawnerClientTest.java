package org.openlauncher.process.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;

/** What the client makes of spawners that behave, and of those that don't. */
final class SpawnerClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration IMPATIENCE = Duration.ofMillis(50);
  private static final Path FILE = Path.of("/home/alice/out");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private PlayedSpawner played() throws IOException {
    PlayedSpawner played = new PlayedSpawner();
    open.add(played);
    return played;
  }

  private SpawnerConnection connection(PlayedSpawner played) {
    SpawnerConnection connection = new SpawnerConnection(played);
    open.add(connection::close);
    return connection;
  }

  /** Hands out spawners one after the other. */
  private static final class Succession implements Connector {
    private final List<PlayedSpawner> spawners;
    private final boolean again;
    private int next;

    Succession(boolean again, PlayedSpawner... spawners) {
      this.again = again;
      this.spawners = List.of(spawners);
    }

    @Override
    public synchronized SpawnerConnection connect() throws IOException {
      if (next == spawners.size()) {
        throw new IOException("there is no other one");
      }
      return new SpawnerConnection(spawners.get(next++));
    }

    @Override
    public boolean again() {
      return again;
    }
  }

  private Spawner spawner(boolean again, PlayedSpawner... spawners) throws IOException {
    Spawner spawner = Spawner.connect(new Succession(again, spawners)).spawner();
    open.add(spawner);
    return spawner;
  }

  private static Frame.Builder close(long file) {
    return Requests.close(file);
  }

  @Test
  void theGreetingTellsWhatCanBeDone() throws Exception {
    PlayedSpawner played = played();
    byte[] key = "secret".getBytes(StandardCharsets.US_ASCII);
    byte[] previous = {9, 0, 7};
    byte[] session = {5};
    played.say(
        PlayedSpawner.hello(1, true)
            .bytes(Tag.KEY, key)
            .bytes(Tag.PREVIOUS_KEY, previous)
            .bytes(Tag.SESSION_KEY, session),
        0);

    try (SpawnerProcessLauncher launcher =
        SpawnerProcessLauncher.open(new Succession(false, played))) {
      assertThat(launcher.privileges())
          .isEqualTo(
              new Privileges(true, 1000, true, Privileges.MemoryLimit.CONTROL_GROUP_2, true));
      assertThat(launcher.takeSecureCookieKeys()).containsExactly(key, previous);
      assertThat(launcher.takeSecureCookieKeys()).isEmpty();
      assertThat(launcher.takeSessionKey()).contains(session);
      assertThat(launcher.takeSessionKey()).isEmpty();
    }
  }

  @Test
  void answersComeInAnyOrderAndInPieces() throws Exception {
    PlayedSpawner played = played().greet();
    SpawnerConnection connection = connection(played);
    CompletableFuture<Answer> one = connection.ask(close(1), Answer.Done.class);
    CompletableFuture<Answer> two = connection.ask(Requests.read(2, 0, 9), Answer.Data.class);
    int first = played.awaitRequest().request();
    int second = played.awaitRequest().request();
    ByteBuffer bytes =
        new Frame.Builder(Kind.ANSWER_DATA)
            .bytes(Tag.CONTENT, new byte[200_000])
            .number(Tag.SIZE, 200_000)
            .frame(second);

    for (int place = 0; place < 20; place++) {
      played.sayBytes(ByteBuffer.wrap(new byte[] {bytes.get()}));
    }
    assertThat(two).isNotDone();
    played.sayBytes(bytes).say(new Frame.Builder(Kind.ANSWER_DONE), first);

    assertThat(one.get()).isEqualTo(new Answer.Done());
    assertThat(((Answer.Data) two.get()).content().remaining()).isEqualTo(200_000);
  }

  @Test
  void manyCanAskAtOnce() throws Exception {
    PlayedSpawner played = played().greet();
    SpawnerConnection connection = connection(played);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int count = 0; count < 4096; count++) {
      answers.add(connection.ask(close(count), Answer.Done.class));
    }
    CompletableFuture<Answer> tooMany = connection.ask(close(1), Answer.Done.class);

    assertThatThrownBy(tooMany::get)
        .hasCauseInstanceOf(SpawnerException.Unreached.class)
        .hasMessageContaining("more requests");
    Set<Integer> numbers = new HashSet<>();
    for (int count = 0; count < 4096; count++) {
      int number = played.awaitRequest().request();
      numbers.add(number);
      played.say(new Frame.Builder(Kind.ANSWER_DONE), number);
    }
    assertThat(numbers).hasSize(4096).doesNotContain(0);
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get()).isEqualTo(new Answer.Done());
    }
  }

  @Test
  void aSpawnerThatDiesLeavesItsRequestsUnanswered() throws Exception {
    PlayedSpawner played = played().greet();
    SpawnerConnection connection = connection(played);
    CompletableFuture<Answer> answer = connection.ask(close(1), Answer.Done.class);
    played.awaitRequest();

    played.die();

    assertThatThrownBy(answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SpawnerException.Unanswered.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(connection.ask(close(1), Answer.Done.class)::get)
        .hasCauseInstanceOf(SpawnerException.Unreached.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"too long", "too short", "number", "kind", "twice", "other answer"})
  void aSpawnerThatTalksNonsenseIsNotListenedToAnyMore(String what) throws Exception {
    PlayedSpawner played = played().greet();
    SpawnerConnection connection = connection(played);
    CompletableFuture<Answer> answer = connection.ask(close(1), Answer.Done.class);
    int number = played.awaitRequest().request();
    Frame.Builder done = new Frame.Builder(Kind.ANSWER_DONE);

    switch (what) {
      case "too long" -> played.sayBytes(integer(Frame.MOST + 1));
      case "too short" -> played.sayBytes(integer(4));
      case "number" -> played.say(done, number + 1);
      case "kind" -> played.say(new Frame.Builder(Kind.REQUEST_READ), number);
      case "twice" -> played.say(PlayedSpawner.hello(1, true), 0);
      default ->
          played.say(
              new Frame.Builder(Kind.ANSWER_STARTED)
                  .number(Tag.PROCESS_ID, 2)
                  .number(Tag.PROCESS_START, 1)
                  .number(Tag.SHIM_ID, 3)
                  .number(Tag.SHIM_START, 1),
              number);
    }

    assertThatThrownBy(answer::get).hasCauseInstanceOf(SpawnerException.Unanswered.class);
    assertThat(connection.ended().get()).contains("nonsense");
  }

  private static ByteBuffer integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).flip();
  }

  @Test
  void anotherVersionIsNotUnderstood() throws Exception {
    PlayedSpawner played = played().say(PlayedSpawner.hello(2, true), 0);

    assertThatThrownBy(() -> Spawner.connect(new Succession(false, played)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void aRefusalIsPassedOn() throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);
    CompletableFuture<Void> refuser =
        CompletableFuture.runAsync(
            () -> {
              try {
                int number = played.awaitRequest().request();
                played.say(PlayedSpawner.refusal("session", 5, "No session."), number);
              } catch (IOException | InterruptedException failure) {
                throw new AssertionError(failure);
              }
            });

    assertThatThrownBy(() -> spawner.ask(close(1), Answer.Done.class, PATIENCE))
        .isInstanceOf(SpawnerException.Refused.class)
        .hasMessage("No session.");
    refuser.get();
  }

  @Test
  void whoWaitsTooLongOrIsInterruptedKnowsNothingAndHarmsNobody() throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);

    assertThatThrownBy(() -> spawner.ask(close(1), Answer.Done.class, IMPATIENCE))
        .isInstanceOf(SpawnerException.Unanswered.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> spawner.ask(close(2), Answer.Done.class, PATIENCE))
        .isInstanceOf(SpawnerException.class);
    assertThat(Thread.interrupted()).isTrue();

    int late = played.awaitRequest().request();
    played.say(new Frame.Builder(Kind.ANSWER_DONE), late);
    answerNext(played, new Frame.Builder(Kind.ANSWER_DONE));
    assertThat(spawner.ask(close(3), Answer.Done.class, PATIENCE)).isEqualTo(new Answer.Done());
  }

  /** Answers all that comes. */
  private static void answerNext(PlayedSpawner played, Frame.Builder answer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  played.say(answer, played.awaitRequest().request());
                }
              } catch (IOException | InterruptedException | AssertionError end) {
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aFileThatIsOpenedTooLateIsClosedAgain() throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);
    Requests requests = new Requests("launcher", "boot");
    Frame.Builder request = requests.open(ProcessUser.Account.named("alice"), FILE);
    assertThatThrownBy(() -> spawner.ask(request, Answer.Opened.class, IMPATIENCE))
        .isInstanceOf(SpawnerException.Unanswered.class);

    played.say(opened(77), played.awaitRequest().request());

    Frame closing = played.awaitRequest();
    assertThat(closing.kind()).isEqualTo(Kind.REQUEST_CLOSE);
    assertThat(closing.number(Tag.FILE)).isEqualTo(77);
  }

  private static Frame.Builder opened(long number) {
    return new Frame.Builder(Kind.ANSWER_FILE)
        .number(Tag.FILE, number)
        .number(Tag.DEVICE, 5)
        .number(Tag.INODE, 6)
        .number(Tag.SIZE, 10);
  }

  @Test
  void aFileIsReadInPiecesOfTheRightSize() throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);
    Requests requests = new Requests("launcher", "boot");
    CompletableFuture<Optional<UserFile>> opening =
        later(
            () ->
                SpawnerFile.open(
                    spawner, requests.open(ProcessUser.Account.named("alice"), FILE), FILE));
    Frame request = played.awaitRequest();
    assertThat(request.text(Tag.USER)).isEqualTo("alice");
    assertThat(request.text(Tag.PATH)).isEqualTo(FILE.toString());
    played.say(opened(7), request.request());
    UserFile file = opening.get().orElseThrow();
    assertThat(file.identity()).isEqualTo(new UserFile.Identity(5, 6));

    ByteBuffer target = ByteBuffer.allocate(1_000_000);
    CompletableFuture<Integer> reading = later(() -> file.read(3, target));
    Frame read = played.awaitRequest();
    assertThat(read.number(Tag.FILE)).isEqualTo(7);
    assertThat(read.number(Tag.OFFSET)).isEqualTo(3);
    assertThat(read.number(Tag.LENGTH)).isEqualTo(256 * 1024);
    played.say(data("abc", 6), read.request());
    assertThat(reading.get()).isEqualTo(3);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));

    CompletableFuture<Long> length = later(file::length);
    Frame asked = played.awaitRequest();
    assertThat(asked.number(Tag.OFFSET)).isEqualTo(6);
    played.say(data("", 6), asked.request());
    assertThat(length.get()).isEqualTo(6);

    Thread.currentThread().interrupt();
    file.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(played.awaitRequest().kind()).isEqualTo(Kind.REQUEST_CLOSE);
    spawner.close();
    file.close();
  }

  private static Frame.Builder data(String content, long size) {
    return new Frame.Builder(Kind.ANSWER_DATA).text(Tag.CONTENT, content).number(Tag.SIZE, size);
  }

  /** Something that a thread does which has to wait for the spawner. */
  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> later(Work<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.run());
              } catch (Exception failure) {
                result.completeExceptionally(failure);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20, 21, 0})
  void whatIsNoPlainFileIsNotThere(int errorNumber) throws Exception {
    assertThat(open(PlayedSpawner.refusal("file", errorNumber, "No.")).get()).isEmpty();
  }

  @Test
  void whatTheUserMayNotReadStaysClosed() throws Exception {
    assertThatThrownBy(open(PlayedSpawner.refusal("file", 13, "No."))::get)
        .hasCauseInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(FILE.toString());
    assertThatThrownBy(open(PlayedSpawner.refusal("user-unknown", 0, "Nobody knows her."))::get)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("Nobody knows her.");
  }

  private CompletableFuture<Optional<UserFile>> open(Frame.Builder answer) throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);
    Frame.Builder request =
        new Requests("launcher", "boot").open(ProcessUser.Account.named("alice"), FILE);
    CompletableFuture<Optional<UserFile>> opening =
        later(() -> SpawnerFile.open(spawner, request, FILE));
    played.say(answer, played.awaitRequest().request());
    return opening;
  }

  @Test
  void anInheritedSpawnerThatEndsIsLostForGood() throws Exception {
    PlayedSpawner played = played().greet();
    Spawner spawner = spawner(false, played);
    List<Optional<String>> news = new CopyOnWriteArrayList<>();
    spawner.watch(news::add);
    assertThat(spawner.lost().toCompletableFuture()).isNotDone();

    played.die();

    assertThat(spawner.lost().toCompletableFuture().get()).contains("ended");
    assertThat(news).singleElement().satisfies(why -> assertThat(why).isPresent());
    assertThatThrownBy(() -> spawner.ask(close(1), Answer.Done.class, PATIENCE))
        .isInstanceOf(SpawnerException.Unreached.class)
        .hasMessageContaining("restart of the launcher");
    List<Optional<String>> lateNews = new CopyOnWriteArrayList<>();
    spawner.watch(lateNews::add);
    assertThat(lateNews).isEqualTo(news);
  }

  @Test
  void aSpawnerThatCanBeStartedAgainIs() throws Exception {
    PlayedSpawner first = played().greet();
    PlayedSpawner second = played().greet();
    PlayedSpawner third = played().greet();
    Spawner spawner = spawner(true, first, second, third);
    List<Optional<String>> news = new CopyOnWriteArrayList<>();
    Consumer<Optional<String>> watcher = news::add;
    spawner.watch(watcher);

    first.die();
    await().until(() -> news.size() == 2);
    second.die();
    await().until(() -> news.size() == 4);

    assertThat(news.get(0)).isPresent();
    assertThat(news.get(1)).isEmpty();
    assertThat(news.get(2)).isPresent();
    assertThat(news.get(3)).isEmpty();
    answerNext(third, new Frame.Builder(Kind.ANSWER_DONE));
    assertThat(spawner.ask(close(1), Answer.Done.class, PATIENCE)).isEqualTo(new Answer.Done());
    assertThat(spawner.lost().toCompletableFuture()).isNotDone();
    spawner.unwatch(watcher);
    third.die();
    assertThatThrownBy(() -> spawner.ask(close(1), Answer.Done.class, PATIENCE))
        .isInstanceOf(SpawnerException.class);
    assertThat(news).hasSize(4);
  }
}
