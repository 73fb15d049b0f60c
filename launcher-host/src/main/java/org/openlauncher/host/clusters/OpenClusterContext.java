package org.openlauncher.host.clusters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.api.plugin.ObservationSink;
import org.openlauncher.api.user.UserDirectory;

/**
 * What one opening of a cluster is given. Observations that come before the cluster is in its place
 * wait; those that come after its end are dropped, so that a plugin that was replaced can say
 * nothing more.
 */
final class OpenClusterContext implements ClusterContext, ObservationSink {
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

  private final ClusterSlot slot;
  private final Settings settings;
  private final Path scratchFolder;
  private final ClusterEvents events;
  private final ScheduledExecutorService executor;
  private final UserDirectory users;
  private final String instanceId;
  private final PluginCounters counters = new PluginCounters();
  private final ObservationRate rate = new ObservationRate();
  private final List<Observation> early = new ArrayList<>();
  private Phase phase = Phase.OPENING;

  OpenClusterContext(
      ClusterSlot slot,
      Settings settings,
      Path scratchFolder,
      ClusterEvents events,
      ScheduledExecutorService executor,
      UserDirectory users,
      String instanceId) {
    this.slot = slot;
    this.settings = settings;
    this.scratchFolder = scratchFolder;
    this.events = events;
    this.executor = executor;
    this.users = users;
    this.instanceId = instanceId;
  }

  synchronized void begin() {
    phase = Phase.OPEN;
    early.forEach(observation -> events.observed(slot, observation));
    early.clear();
  }

  synchronized void end() {
    phase = Phase.ENDED;
    early.clear();
  }

  @Override
  public void report(Observation observation) {
    Duration wait = rate.take();
    if (!wait.isZero()) {
      slot.told(
          "its plugin tells of more than "
              + ObservationRate.A_SECOND
              + " changes a second and is held back");
      hold(wait);
    }
    pass(observation);
  }

  /** The one who tells too much waits, and nobody else; whether it is interrupted is kept. */
  private static void hold(Duration wait) {
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(Math.min(wait.toNanos(), LONGEST_HOLD.toNanos()));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pass(Observation observation) {
    switch (phase) {
      case OPENING -> early.add(observation);
      case OPEN -> events.observed(slot, observation);
      case ENDED -> {}
    }
  }

  @Override
  public synchronized void health(ClusterHealth health) {
    switch (phase) {
      case OPENING, OPEN -> slot.health(health);
      case ENDED -> {}
    }
  }

  @Override
  public String name() {
    return slot.name();
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Path scratchFolder() {
    return scratchFolder;
  }

  @Override
  public ObservationSink observations() {
    return this;
  }

  @Override
  public ScheduledExecutorService executor() {
    return executor;
  }

  @Override
  public UserDirectory users() {
    return users;
  }

  @Override
  public String instanceId() {
    return instanceId;
  }

  @Override
  public PluginCounters counters() {
    return counters;
  }

  private enum Phase {
    OPENING,
    OPEN,
    ENDED
  }
}
