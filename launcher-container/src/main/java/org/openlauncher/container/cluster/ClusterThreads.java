package org.openlauncher.container.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a cluster, and what they do again and again. */
public final class ClusterThreads implements AutoCloseable {
  private static final int LOOKS_AT_ONCE = 8;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofSeconds(2);

  private final ScheduledExecutorService shared;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor looks;
  private final List<Future<?>> rounds = new ArrayList<>();

  /**
   * @param name begins the names of the threads
   * @param shared the threads that the launcher gives the plugin
   */
  public ClusterThreads(String name, ScheduledExecutorService shared) {
    this.shared = shared;
    this.timer = new ScheduledThreadPoolExecutor(1, task -> thread(task, name + "-timer"));
    timer.setRemoveOnCancelPolicy(true);
    this.looks =
        new ThreadPoolExecutor(
            LOOKS_AT_ONCE,
            LOOKS_AT_ONCE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> thread(task, name + "-looks"));
    looks.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Says when something is due; does nothing itself that could block. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Where jobs are looked at: several at once, so that an engine that is stuck with some containers
   * does not hide what becomes of the others.
   */
  public Executor looks() {
    return looks;
  }

  /** Does something again and again, on the launcher's threads. */
  public void every(Duration pause, Runnable round) {
    rounds.add(
        shared.scheduleWithFixedDelay(
            round, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Begins no round any more. */
  public void endRounds() {
    rounds.forEach(round -> round.cancel(false));
  }

  /** What was begun is ended, where the engine lets it. */
  @Override
  public void close() {
    endRounds();
    timer.shutdownNow();
    looks.shutdown();
    try {
      if (!looks.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        looks.shutdownNow();
        looks.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException interrupted) {
      looks.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
