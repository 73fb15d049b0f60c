package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that call one opening of a cluster. An opening whose calls never end takes its
 * threads with it; the next one has its own.
 */
final class CallPool {
  static final int MOST_WAITING_CALLS = 20_000;

  private static final long IDLE_THREAD_SECONDS = 20;

  private final Set<PendingCall<?>> running = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private volatile boolean abandoned;

  CallPool(ThreadGroup group, String name, int size) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING_CALLS),
            task -> new Thread(group, task, "cluster-" + name));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a call's work as soon as there is a thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException where too many wait, or behind the end
   */
  void run(PendingCall<?> call, Runnable work) {
    Future<?> task =
        threads.submit(
            () -> {
              running.add(call);
              try {
                work.run();
              } finally {
                running.remove(call);
              }
            });
    call.runningAs(task);
  }

  /** Runs a plugin's code that nobody waits for; behind the pool's end it is left out. */
  void runUnlessAbandoned(Runnable work) {
    threads.execute(
        () -> {
          if (!abandoned) {
            work.run();
          }
        });
  }

  void resize(int size) {
    // The pool takes no core size above its maximum, so the order depends on the direction.
    if (size > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(size);
      threads.setCorePoolSize(size);
    } else {
      threads.setCorePoolSize(size);
      threads.setMaximumPoolSize(size);
    }
  }

  /**
   * Takes no more work and waits for what runs.
   *
   * @return the calls that did not end in time; they are interrupted
   */
  List<PendingCall<?>> end(Duration patience) throws InterruptedException {
    threads.shutdown();
    if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return List.of();
    }
    abandoned = true;
    List<PendingCall<?>> stuck = List.copyOf(running);
    // What still waits finds that its plugin has gone, and goes to the next one.
    threads.shutdownNow().forEach(Runnable::run);
    return stuck;
  }
}
