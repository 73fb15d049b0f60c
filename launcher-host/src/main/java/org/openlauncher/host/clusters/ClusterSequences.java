package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to one cluster happens on one thread, in the order in which it was told; no cluster
 * waits for another.
 */
final class ClusterSequences implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSequences.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long IDLE_THREAD_SECONDS = 20;

  private final Map<String, ExecutorService> sequences = new ConcurrentHashMap<>();
  private final Function<String, ThreadGroup> groups;
  private volatile boolean closed;

  /**
   * @param groups the group of a cluster's threads
   */
  ClusterSequences(Function<String, ThreadGroup> groups) {
    this.groups = groups;
  }

  /** Does something with a cluster when all that was told before is done. */
  CompletableFuture<Void> later(String cluster, Runnable work) {
    ExecutorService sequence = sequences.computeIfAbsent(cluster, this::sequence);
    if (closed) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(work, sequence)
        .exceptionally(
            failure -> {
              LOG.error("Cluster {}: its plugins are in disorder", cluster, failure);
              return null;
            });
  }

  private ExecutorService sequence(String cluster) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(groups.apply(cluster), task, "plugins-" + cluster));
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /** Waits for a while until all is done. */
  static void await(Collection<CompletableFuture<Void>> all, String what) {
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException late) {
      LOG.error("{} takes long", what, late);
    }
  }

  @Override
  public void close() {
    closed = true;
    sequences.values().forEach(ExecutorService::shutdownNow);
  }
}
