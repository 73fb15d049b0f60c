package org.openlauncher.host.clusters;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.host.clusters.OpenCluster.Opening;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plugins are asked while their clusters are opened and closed: each question on a thread of
 * its own and with a deadline, whatever the plugin does.
 */
final class PluginQuestions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginQuestions.class);
  private static final Duration PATIENCE_WITH_CLOSE = Duration.ofSeconds(15);

  /** Calls wait for the next plugin, and not much longer than that. */
  private static final Duration LONGEST_SUCCESSION = Duration.ofSeconds(30);

  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final Function<String, ThreadGroup> groups;
  private final Supplier<Duration> patience;

  /**
   * @param groups the group of a cluster's threads
   * @param patience how long an answer may take at present
   */
  PluginQuestions(Function<String, ThreadGroup> groups, Supplier<Duration> patience) {
    this.groups = groups;
    this.patience = patience;
  }

  /** Which options a plugin knows. */
  ClusterFiles.Declared declared(Plugin plugin, String cluster) {
    return new ClusterFiles.Declared(
        ask(plugin::options, cluster, "options", late -> {}),
        ask(plugin::profileOptions, cluster, "profileOptions", late -> {}),
        ask(plugin::sharesConfigurationFile, cluster, "sharesConfigurationFile", late -> {}),
        (settings, users) ->
            ask(() -> plugin.check(settings, users), cluster, "check", late -> {}));
  }

  /** Has a plugin read again what is its own. */
  void reload(Cluster cluster, String name) {
    try {
      boolean unused =
          ask(
              () -> {
                cluster.reload();
                return true;
              },
              name,
              "reload",
              late -> {});
    } catch (LauncherException refusal) {
      LOG.error(
          "Cluster {} goes on with what its back-end has read before: {}",
          name,
          refusal.getMessage());
    }
  }

  /** How long a plugin may take to open a cluster that nobody serves. */
  Duration patience() {
    return patience.get();
  }

  /** The same for one that another plugin has served until now, whose requests wait. */
  Duration patienceWithSuccessor() {
    Duration usual = patience.get();
    return usual.compareTo(LONGEST_SUCCESSION) < 0 ? usual : LONGEST_SUCCESSION;
  }

  /** Has a plugin open a cluster. */
  Cluster open(Plugin plugin, Opening opening, Duration time) {
    return ask(
        () -> plugin.open(opening.context()),
        opening.context().name(),
        opening.threads(),
        time,
        "open",
        // It comes too late to be used, and holds whatever a cluster holds.
        late -> late.close());
  }

  /**
   * Has a cluster that was just opened test itself.
   *
   * @return what it can do
   */
  Capabilities tested(Cluster cluster, Opening opening, Duration time) {
    return ask(
        () -> {
          cluster.selfTest();
          return cluster.capabilities();
        },
        opening.context().name(),
        opening.threads(),
        time,
        "self-test",
        late -> {});
  }

  /**
   * Has a plugin close a cluster. Returns when it is closed, or takes longer than a successor
   * should wait.
   *
   * @param ofSuccessor how long that is
   * @return completes when it is closed, or was given up
   */
  CompletableFuture<Void> close(Cluster cluster, Opening opening, Duration ofSuccessor) {
    String name = opening.context().name();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Future<?> closing =
        start(
            opening.threads(),
            () -> {
              try {
                cluster.close();
              } catch (Throwable thrown) {
                // Whatever it is, it is the plugin's: nobody else runs here.
                LOG.error("Cluster {} failed to end", name, thrown);
              }
              closed.complete(null);
            });
    CompletableFuture<Void> bounded =
        closed
            .copy()
            .orTimeout(PATIENCE_WITH_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(
                late -> {
                  LOG.error("Cluster {} does not end within {}", name, PATIENCE_WITH_CLOSE);
                  closing.cancel(true);
                  return null;
                });
    try {
      closed.copy().get(ofSuccessor.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException late) {
      LOG.warn(
          "Cluster {} takes longer than {} s to end; nobody waits for it",
          name,
          ofSuccessor.toMillis() / 1000.0);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bounded;
  }

  private Future<?> start(ThreadGroup group, Runnable work) {
    FutureTask<?> task = new FutureTask<>(work, null);
    Thread thread =
        new Thread(
            group,
            () -> {
              task.run();
              running.remove(Thread.currentThread());
            },
            "plugin-life-cycle");
    running.add(thread);
    thread.start();
    return task;
  }

  private <T> T ask(Supplier<T> question, String cluster, String what, Consumer<T> tooLate) {
    return ask(question, cluster, groups.apply(cluster), patience.get(), what, tooLate);
  }

  private <T> T ask(
      Supplier<T> question,
      String cluster,
      ThreadGroup group,
      Duration time,
      String what,
      Consumer<T> tooLate) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Future<?> thread =
        start(
            group,
            () -> {
              try {
                T value = Objects.requireNonNull(question.get(), "the plugin answered null");
                if (!answer.complete(value)) {
                  tooLate.accept(value);
                }
              } catch (Throwable thrown) {
                // Whatever it is, it is the plugin's: nobody else runs here.
                if (!answer.completeExceptionally(thrown)) {
                  LOG.warn("Cluster {}: the plugin fails late ({})", cluster, what, thrown);
                }
              }
            });
    try {
      return answer.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException failure) {
      Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
      if (cause instanceof LauncherException refusal) {
        throw refusal;
      }
      if (cause instanceof TimeoutException) {
        thread.cancel(true);
        throw cantOpen(
            "its plugin did not answer (" + what + ") within " + time.toSeconds() + " seconds");
      }
      LOG.error("Cluster {}: its plugin failed ({})", cluster, what, cause);
    }
    throw cantOpen("its plugin could not open it; the log tells more");
  }

  private static LauncherException cantOpen(String why) {
    return new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, why);
  }

  @Override
  public void close() {
    running.forEach(Thread::interrupt);
  }
}
