package org.openlauncher.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.Plugin;

/**
 * A cluster of the plugin under test, with everything that it reports and every job it was given.
 */
public final class OpenCluster implements AutoCloseable {
  private final PluginUnderTest underTest;
  private final TestClusterContext context;
  private final Cluster cluster;
  private final List<StartedJob> jobs = new CopyOnWriteArrayList<>();

  private OpenCluster(PluginUnderTest underTest, TestClusterContext context, Cluster cluster) {
    this.underTest = underTest;
    this.context = context;
    this.cluster = cluster;
  }

  /** Opens a cluster with a new plugin. */
  public static OpenCluster open(PluginUnderTest underTest, Path scratchFolder) {
    Plugin plugin = underTest.newPlugin();
    List<ConfigurationOption<?>> options = new ArrayList<>(plugin.options());
    options.addAll(underTest.commonOptions());
    TestClusterContext context =
        new TestClusterContext(new TextSettings(options, underTest.options()), scratchFolder);
    try {
      return new OpenCluster(underTest, context, plugin.open(context));
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /** The cluster itself. */
  public Cluster cluster() {
    return cluster;
  }

  /** What it was given. */
  public TestClusterContext context() {
    return context;
  }

  /** What it reported. */
  public RecordedObservations observations() {
    return context.observations();
  }

  /** A request for a job that was never submitted. */
  public LaunchRequest request(JobSpecification.Builder specification) {
    return new LaunchRequest(
        TestJobIds.next(), specification.build(), underTest.owner(), underTest.profile());
  }

  /** Submits a new job. */
  public StartedJob start(JobSpecification.Builder specification) {
    return start(request(specification));
  }

  /** Submits a job. */
  public StartedJob start(LaunchRequest request) {
    cluster.validate(request.specification(), request.owner());
    return adopt(request, cluster.submit(request));
  }

  /** Takes note of a job that the cluster is known to have. */
  public StartedJob adopt(LaunchRequest request, Launch launch) {
    StartedJob job = new StartedJob(this, underTest.patience(), request, launch, Optional.empty());
    jobs.add(job);
    return job;
  }

  /** Hands over jobs of an earlier cluster, as the launcher does after a restart. */
  public List<StartedJob> attach(Collection<StartedJob> earlier) {
    List<StartedJob> own =
        earlier.stream()
            .map(
                job ->
                    new StartedJob(
                        this,
                        underTest.patience(),
                        job.request(),
                        job.launch(),
                        Optional.of(job.remembered().lastStatus())))
            .toList();
    jobs.addAll(own);
    List<LaunchedJob> remembered = own.stream().map(StartedJob::remembered).toList();
    cluster.attach(remembered);
    return own;
  }

  /** Hands over one job of an earlier cluster. */
  public StartedJob attach(StartedJob earlier) {
    return attach(List.of(earlier)).get(0);
  }

  /** Ends every job that has not ended, so that a test leaves nothing behind. */
  void killJobs() {
    for (StartedJob job : jobs) {
      if (job.latestState().terminal()) {
        continue;
      }
      for (JobOperation operation : List.of(JobOperation.KILL, JobOperation.CANCEL)) {
        if (cluster.capabilities().operations().contains(operation)) {
          try {
            cluster.control(job.remembered(), operation);
          } catch (LauncherException endedMeanwhile) {
            // The wait for the end tells whether this was all right.
          }
        }
      }
      job.awaitEnd();
    }
  }

  /** Removes what the cluster keeps of its jobs. */
  void forgetJobs() {
    jobs.forEach(job -> cluster.forget(job.remembered()));
  }

  /** Closes the cluster as the launcher does. */
  @Override
  public void close() {
    try {
      cluster.close();
    } finally {
      context.close();
    }
  }
}
