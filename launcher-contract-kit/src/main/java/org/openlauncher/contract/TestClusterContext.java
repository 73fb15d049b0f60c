package org.openlauncher.contract;

import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.user.UserDirectory;

/**
 * What the launcher gives a cluster, for tests: a real folder, real threads, the machine's users
 * and a sink that remembers.
 */
public final class TestClusterContext implements ClusterContext, AutoCloseable {
  private static final int THREADS = 2;

  private final Settings settings;
  private final Path scratchFolder;
  private final RecordedObservations observations = new RecordedObservations();
  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS);
  private final UserDirectory users = new MachineUsers();
  private final TestCounters counters = new TestCounters();

  /**
   * @param settings the cluster's settings
   * @param scratchFolder an existing folder of mode 0700
   */
  public TestClusterContext(Settings settings, Path scratchFolder) {
    this.settings = settings;
    this.scratchFolder = scratchFolder;
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public String name() {
    return PluginUnderTest.CLUSTER;
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
  public RecordedObservations observations() {
    return observations;
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
    return "contract-kit";
  }

  @Override
  public TestCounters counters() {
    return counters;
  }

  /** How many tasks the cluster still has waiting in the executor. */
  public int waitingTasks() {
    return executor.getQueue().size();
  }

  /** Ends the threads, as the launcher does after it closed the cluster. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
