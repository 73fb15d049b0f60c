package org.openlauncher.process.spawner;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spawner, whichever process it is at the moment. One that ends and that can be started again
 * is, at once the first time and then after pauses that grow; otherwise it is lost for good.
 */
final class Spawner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final Duration PATIENCE_FOR_HELLO = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  /** How long a request waits for a spawner that is being started again. */
  private static final long PATIENCE_FOR_ANOTHER_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** One that has worked for so long has earned a new beginning without a pause. */
  private static final long PROVEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Connector connector;
  private final ScheduledThreadPoolExecutor restarts;
  private final List<Consumer<Optional<String>>> watchers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private CompletableFuture<SpawnerConnection> current = new CompletableFuture<>();
  private Optional<String> impediment = Optional.empty();
  private long connectedAt;
  private int failures;
  private boolean closed;

  private Spawner(Connector connector) {
    this.connector = connector;
    this.restarts =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "spawner-restarts");
              thread.setDaemon(true);
              return thread;
            });
    restarts.setKeepAliveTime(1, TimeUnit.SECONDS);
    restarts.allowCoreThreadTimeOut(true);
    restarts.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * A spawner, and what it said first.
   *
   * @param spawner ready for requests
   * @param hello with the keys, where there are any
   */
  record Greeted(Spawner spawner, Answer.Hello hello) {}

  /**
   * Connects for the first time.
   *
   * @throws IOException where there is no spawner, or none that can be understood
   */
  static Greeted connect(Connector connector) throws IOException {
    Spawner spawner = new Spawner(connector);
    try {
      return new Greeted(spawner, spawner.connect());
    } catch (IOException failure) {
      spawner.close();
      throw failure;
    }
  }

  private Answer.Hello connect() throws IOException {
    SpawnerConnection connection = connector.connect();
    try {
      Answer.Hello hello = connection.hello().get(PATIENCE_FOR_HELLO.toSeconds(), TimeUnit.SECONDS);
      use(connection);
      return hello;
    } catch (ExecutionException failure) {
      throw new IOException(connection.ended().join(), failure);
    } catch (TimeoutException silent) {
      connection.close();
      throw new IOException("It says nothing.", silent);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      connection.close();
      throw new IOException("The wait for it was interrupted.", interruption);
    }
  }

  private synchronized void use(SpawnerConnection connection) {
    if (closed) {
      connection.close();
      return;
    }
    connectedAt = System.nanoTime();
    current.complete(connection);
    announce(Optional.empty());
    connection.ended().thenAccept(this::ended);
  }

  private synchronized void ended(String reason) {
    if (closed) {
      return;
    }
    if (!connector.again()) {
      LOG.error("{} It can't be started again; jobs run on", reason);
      announce(
          Optional.of(reason + " Only a restart of the launcher brings it back; jobs run on."));
      lost.complete(reason);
      return;
    }
    LOG.warn("{} It is started again; jobs run on", reason);
    current = new CompletableFuture<>();
    announce(Optional.of(reason + " It is started again."));
    failures = System.nanoTime() - connectedAt > PROVEN_NANOS ? 0 : failures + 1;
    restartLater();
  }

  private void restartLater() {
    long pause =
        failures <= 1
            ? 0
            : Math.min(
                LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 2, Byte.SIZE * 2));
    restarts.schedule(this::restart, pause, TimeUnit.MILLISECONDS);
  }

  private void restart() {
    try {
      connect();
    } catch (IOException failure) {
      LOG.warn("The spawner can't be started again: {}", failure.getMessage());
      synchronized (this) {
        if (!closed) {
          failures++;
          restartLater();
        }
      }
    }
  }

  private void announce(Optional<String> news) {
    impediment = news;
    watchers.forEach(watcher -> watcher.accept(news));
  }

  /** Tells a watcher, now where it is so, that there is no spawner, and when there is one again. */
  synchronized void watch(Consumer<Optional<String>> watcher) {
    watchers.add(watcher);
    if (impediment.isPresent()) {
      watcher.accept(impediment);
    }
  }

  void unwatch(Consumer<Optional<String>> watcher) {
    watchers.remove(watcher);
  }

  /** Completes with the reason when there is none any more and there won't be. */
  CompletionStage<String> lost() {
    return lost;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param expected what it is answered with, unless it is refused
   * @param patience how long to wait; an answer that comes later is dropped
   */
  <A extends Answer> A ask(Frame.Builder request, Class<A> expected, Duration patience)
      throws SpawnerException {
    long deadline = System.nanoTime() + patience.toNanos();
    SpawnerConnection connection = connection();
    CompletableFuture<Answer> asked = connection.ask(request, expected);
    Answer answer;
    try {
      answer = asked.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof SpawnerException told
          ? told
          : new SpawnerException.Unanswered(String.valueOf(failure.getCause()));
    } catch (TimeoutException late) {
      dropWhenItComes(connection, asked);
      throw new SpawnerException.Unanswered(
          "The spawner has not answered for " + patience.toSeconds() + " seconds.");
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      dropWhenItComes(connection, asked);
      throw new SpawnerException.Unanswered("The wait for the spawner was interrupted.");
    }
    if (answer instanceof Answer.Refused refused) {
      throw new SpawnerException.Refused(refused);
    }
    return expected.cast(answer);
  }

  /**
   * Asks, where there is a spawner now, and lets the answer go.
   *
   * @param expected what it is answered with, unless it is refused
   */
  synchronized void tell(Frame.Builder request, Class<? extends Answer> expected) {
    if (current.isDone()) {
      current.join().ask(request, expected);
    }
  }

  /** A file that nobody waits for any more must not stay open. */
  private static void dropWhenItComes(
      SpawnerConnection connection, CompletableFuture<Answer> asked) {
    asked.thenAccept(
        answer -> {
          if (answer instanceof Answer.Opened opened) {
            connection.ask(Requests.close(opened.number()), Answer.Done.class);
          }
        });
  }

  private SpawnerConnection connection() throws SpawnerException {
    CompletableFuture<SpawnerConnection> wanted;
    Optional<String> because;
    synchronized (this) {
      wanted = current;
      because = impediment;
    }
    if (because.isPresent() && lost.isDone()) {
      throw new SpawnerException.Unreached(because.get());
    }
    try {
      return wanted.get(PATIENCE_FOR_ANOTHER_NANOS, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new SpawnerException.Unreached(because.orElse("There is no spawner."));
    } catch (ExecutionException neverHappens) {
      throw new SpawnerException.Unreached(String.valueOf(neverHappens.getCause()));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new SpawnerException.Unreached("The wait for the spawner was interrupted.");
    }
  }

  /** Lets go; it ends, and jobs run on. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (current.isDone()) {
        current.join().close();
      }
    }
    restarts.shutdown();
  }
}
