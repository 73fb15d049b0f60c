package org.openlauncher.host.stdio;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.clusters.Clusters;

/** Waits until the cluster is open: nothing can be answered before. */
final class Opening {
  private static final Duration LOOK = Duration.ofMillis(20);

  /** One that a plugin has refused to open is not opened by waiting. */
  private static final Duration REFUSED = Duration.ofSeconds(2);

  private final Clusters clusters;
  private final ClusterDoors doors;
  private final StdioSettings settings;
  private final ScheduledExecutorService timer;

  Opening(
      Clusters clusters,
      ClusterDoors doors,
      StdioSettings settings,
      ScheduledExecutorService timer) {
    this.clusters = clusters;
    this.doors = doors;
    this.settings = settings;
    this.timer = timer;
  }

  /** Fails with why it can't be opened. */
  CompletableFuture<Void> await() {
    CompletableFuture<Void> open = new CompletableFuture<>();
    look(open, System.nanoTime(), System.nanoTime());
    return open;
  }

  private void look(CompletableFuture<Void> open, long begin, long lastHope) {
    long now = System.nanoTime();
    if (doors.find(settings.cluster()).filter(door -> door.open()).isPresent()) {
      open.complete(null);
      return;
    }
    Clusters.Overview overview = overview();
    boolean refused =
        overview.health().level() == ClusterHealth.Level.RED
            && clusters.plugins().stream()
                .anyMatch(plugin -> plugin.type().equalsIgnoreCase(overview.type()));
    long hope = refused ? lastHope : now;
    if (now - begin > settings.bootstrapPatience().toNanos() || now - hope > REFUSED.toNanos()) {
      open.completeExceptionally(
          new LauncherException(
              ErrorCode.UNKNOWN,
              "Cluster " + settings.cluster() + " is not open: " + overview.health().message()));
    } else if (!timer.isShutdown()) {
      timer.schedule(() -> look(open, begin, hope), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private Clusters.Overview overview() {
    return clusters.overview().stream()
        .filter(cluster -> cluster.name().equals(settings.cluster()))
        .findFirst()
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.UNKNOWN,
                    "Cluster " + settings.cluster() + " is no longer in the configuration."));
  }
}
