package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one configured cluster, whether a plugin serves it at the moment or not. Calls run
 * in a pool of the cluster's own; those that come while there is no plugin wait for one for a short
 * time.
 */
final class ClusterSlot implements ClusterDoor {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSlot.class);
  private static final Duration PATIENCE_FOR_A_PLUGIN = Duration.ofSeconds(5);
  private static final int MOST_WAITING_CALLS = 20_000;
  private static final long IDLE_THREAD_SECONDS = 20;
  private static final ClusterHealth OPENING =
      new ClusterHealth(ClusterHealth.Level.YELLOW, "it is being opened");

  private final String name;
  private final String type;
  private final Duration deadline;
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor pool;
  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private CompletableFuture<Cluster> cluster = new CompletableFuture<>();
  private volatile ClusterHealth health;

  ClusterSlot(
      String name, String type, int threads, Duration deadline, ScheduledExecutorService timer) {
    this.name = name;
    this.type = type;
    this.deadline = deadline;
    this.timer = timer;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING_CALLS),
            task -> new Thread(task, "cluster-" + name));
    pool.allowCoreThreadTimeOut(true);
    this.health = noPlugin(type);
  }

  private static ClusterHealth noPlugin(String type) {
    return new ClusterHealth(
        ClusterHealth.Level.RED, "no plugin of type " + type + " is in the plugins folder");
  }

  @Override
  public String name() {
    return name;
  }

  String type() {
    return type;
  }

  ClusterHealth health() {
    return health;
  }

  void health(ClusterHealth newHealth) {
    health = newHealth;
  }

  long calls() {
    return calls.sum();
  }

  long failures() {
    return failures.sum();
  }

  @Override
  public boolean open() {
    return present().isPresent();
  }

  synchronized Optional<Cluster> present() {
    return cluster.isDone() ? Optional.of(cluster.join()) : Optional.empty();
  }

  /** Changes how many calls run at once. */
  void threads(int threads) {
    // The pool takes no core size above its maximum, so the order depends on the direction.
    if (threads > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(threads);
      pool.setCorePoolSize(threads);
    } else {
      pool.setCorePoolSize(threads);
      pool.setMaximumPoolSize(threads);
    }
  }

  void opening() {
    health = OPENING;
  }

  /** What the plugin said of its health while it opened the cluster stays. */
  synchronized void opened(Cluster fresh) {
    if (health.equals(OPENING)) {
      health = ClusterHealth.GREEN;
    }
    cluster.complete(fresh);
  }

  /** From now on calls wait for the next plugin. */
  synchronized Optional<Cluster> closed(ClusterHealth because) {
    Optional<Cluster> was = present();
    if (was.isPresent()) {
      cluster = new CompletableFuture<>();
    }
    health = because;
    return was;
  }

  void removed() {
    closed(noPlugin(type));
  }

  void shutDown() {
    pool.shutdownNow();
  }

  @Override
  public <T> CompletableFuture<T> call(String what, PluginCall<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    CompletableFuture<Cluster> now = cluster();
    if (now.isDone()) {
      run(what, call, now.join(), answer);
    } else {
      // A copy: the patience of one call must not end the others'.
      now.copy()
          .orTimeout(PATIENCE_FOR_A_PLUGIN.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete(
              (fresh, late) -> {
                if (late == null) {
                  run(what, call, fresh, answer);
                } else {
                  answer.completeExceptionally(unavailable());
                }
              });
    }
    return answer;
  }

  private synchronized CompletableFuture<Cluster> cluster() {
    return cluster;
  }

  private LauncherException unavailable() {
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE,
        "Cluster " + name + " is not available: " + health.message() + ".");
  }

  private <T> void run(String what, PluginCall<T> call, Cluster on, CompletableFuture<T> answer) {
    try {
      calls.increment();
      Future<?> running =
          pool.submit(
              () -> {
                // The result is handed on outside the guard: a failing receiver is no plugin's
                // fault.
                Outcome<T> outcome = guarded(what, call, on);
                outcome.tell(answer);
              });
      Future<?> guard =
          timer.schedule(
              () -> {
                if (answer.completeExceptionally(tooLate(what))) {
                  failures.increment();
                  running.cancel(true);
                }
              },
              deadline.toMillis(),
              TimeUnit.MILLISECONDS);
      answer.whenComplete((done, failed) -> guard.cancel(false));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          pool.isShutdown()
              ? unavailable()
              : new LauncherException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  "Cluster "
                      + name
                      + " has "
                      + MOST_WAITING_CALLS
                      + " requests waiting already; try again later.",
                  full));
    }
  }

  private LauncherException tooLate(String what) {
    return new LauncherException(
        ErrorCode.TIMEOUT,
        "Cluster "
            + name
            + " did not answer ("
            + what
            + ") within "
            + deadline.toSeconds()
            + " seconds.");
  }

  private <T> Outcome<T> guarded(String what, PluginCall<T> call, Cluster on) {
    try {
      return new Outcome.Answer<>(call.on(on));
    } catch (LauncherException refusal) {
      return new Outcome.Refusal<>(refusal);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError fault) {
      failures.increment();
      LOG.warn("Cluster {}: the plugin failed ({})", name, what, fault);
      return new Outcome.Refusal<>(
          new LauncherException(
              ErrorCode.UNKNOWN,
              "The plugin of cluster " + name + " failed (" + what + "); the log tells more.",
              fault));
    }
  }

  private sealed interface Outcome<T> {
    void tell(CompletableFuture<T> answer);

    record Answer<T>(T value) implements Outcome<T> {
      @Override
      public void tell(CompletableFuture<T> answer) {
        answer.complete(value);
      }
    }

    record Refusal<T>(LauncherException refusal) implements Outcome<T> {
      @Override
      public void tell(CompletableFuture<T> answer) {
        answer.completeExceptionally(refusal);
      }
    }
  }
}
