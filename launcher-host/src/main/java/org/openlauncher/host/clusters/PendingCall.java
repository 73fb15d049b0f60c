package org.openlauncher.host.clusters;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.Cluster;

/**
 * A call on its way to a plugin and back. It is answered once, whatever comes first: the plugin,
 * the deadline or the plugin's end.
 *
 * @param <T> what it answers
 */
final class PendingCall<T> {
  private final String what;
  private final PluginCall<T> call;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable Future<?> running;

  PendingCall(String what, PluginCall<T> call) {
    this.what = what;
    this.call = call;
  }

  String what() {
    return what;
  }

  CompletableFuture<T> answer() {
    return answer;
  }

  boolean answered() {
    return answer.isDone();
  }

  /** Which thread's work is to be interrupted where the answer is given up. */
  synchronized void runningAs(Future<?> task) {
    running = task;
  }

  /**
   * Fails the call, unless it is answered.
   *
   * @return whether it was not
   */
  boolean giveUp(LauncherException because) {
    boolean first = answer.completeExceptionally(because);
    if (first) {
      interrupt();
    }
    return first;
  }

  /** The plugin's own answer: it fails the call. */
  void refuse(LauncherException because) {
    answer.completeExceptionally(because);
  }

  private synchronized void interrupt() {
    if (running != null) {
      running.cancel(true);
    }
  }

  /**
   * Asks the plugin; the result is told apart, so that a receiver that fails is no plugin's fault.
   */
  Runnable askedOf(Cluster cluster) {
    T value = call.on(cluster);
    if (value == null) {
      throw new IllegalStateException("the plugin answered null");
    }
    return () -> answer.complete(value);
  }
}
