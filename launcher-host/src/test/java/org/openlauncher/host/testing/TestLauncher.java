package org.openlauncher.host.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;
import org.openlauncher.host.clusters.ConfiguredClusters;
import org.openlauncher.host.clusters.PluginRegistry;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.jobs.JobsRuntime;
import org.openlauncher.host.json.JobSpecificationJson;
import org.openlauncher.host.logging.ClusterLogs;
import org.openlauncher.host.store.SqliteJobStore;

/**
 * A launcher without a front door: a real store in a folder, real jobs, real clusters, put together
 * as the launcher does it.
 */
public final class TestLauncher implements AutoCloseable {
  /** The user that most tests ask as. */
  public static final Caller ADA = new Caller(TestUsers.account("ada"), false, "ada");

  /** Somebody who sees all. */
  public static final Caller ADMINISTRATOR = new Caller(TestUsers.account("root"), true, "root");

  private static final int TIMER_THREADS = 2;
  private static final String STORE = "jobs.db";

  private final Path folder;
  private final String configuration;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(TIMER_THREADS, task -> new Thread(task, "timer"));
  private final SqliteJobStore store;
  private final JobsRuntime runtime;
  private final ClusterLogs logs = ClusterLogs.install();

  /** The machine's users. */
  public final TestUsers users;

  /** Where plugins arrive. */
  public final PluginRegistry plugins;

  /** The door to jobs. */
  public final Jobs jobs;

  /**
   * @param folder holds everything; a store that is there is gone on with
   * @param server lines of the server's section
   * @param clusters the names of the clusters, all of type Scripted
   */
  public TestLauncher(Path folder, String server, String... clusters) {
    this(folder, written(folder, server, clusters), new TestUsers());
  }

  private TestLauncher(Path folder, String configuration, TestUsers users) {
    this.folder = folder;
    this.configuration = configuration;
    this.users = users;
    timer.setRemoveOnCancelPolicy(true);
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("launcher.conf");
      Files.writeString(file, configuration);
      Problems problems = new Problems();
      LauncherConfiguration read =
          LauncherConfiguration.read(new ConfigurationFolder(folder), problems).orElseThrow();
      assertThat(problems.hasErrors()).as("%s", problems.list()).isFalse();
      store = new SqliteJobStore(folder.resolve(STORE));
      ConfiguredClusters configured = new ConfiguredClusters(read, timer);
      runtime = new JobsRuntime(store, configured, users, timer, JobSpecificationJson::write);
      plugins = new PluginRegistry(configured, runtime.events(), users, "instance", logs);
      jobs = runtime.jobs();
    } catch (IOException | SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String written(Path folder, String server, String... clusters) {
    StringBuilder text = new StringBuilder("[server]\nscratch-path=" + folder.resolve("scratch"));
    text.append('\n').append(server).append('\n');
    for (String cluster : clusters) {
      text.append("[cluster]\nname=").append(cluster).append("\ntype=Scripted\n");
    }
    return text.toString();
  }

  /** A plugin arrives. */
  public void arrive(ScriptedPlugin plugin) {
    plugins.arrived(plugin, plugin.overview());
  }

  /** How a cluster is. */
  public ClusterHealth health(String cluster) {
    return plugins.overview().stream()
        .filter(overview -> overview.name().equals(cluster))
        .findFirst()
        .orElseThrow()
        .health();
  }

  /** What a job is that has nothing special. */
  public static JobSpecification specification(String cluster) {
    return JobSpecification.builder("sum", "", cluster).exe("/bin/true").build();
  }

  /** Submits such a job as {@link #ADA}. */
  public CompletableFuture<Job> submit(String cluster) {
    return jobs.submit(ADA, specification(cluster), Optional.empty())
        .thenApply(submission -> submission.job());
  }

  /** Submits such a job and waits until it is taken. */
  public JobId submitted(String cluster) {
    return soon(submit(cluster)).id();
  }

  /** The job as it is now. */
  public Job job(JobId id) {
    return jobs.get(ADMINISTRATOR, id);
  }

  /** How many outputs are being read. */
  public int openOutputs() {
    return runtime.openOutputs();
  }

  /** What a future that must be done within a minute answers, also where it is a failure. */
  public static <T> T soon(CompletableFuture<T> future) {
    try {
      return future.copy().orTimeout(60, TimeUnit.SECONDS).join();
    } catch (java.util.concurrent.CompletionException failure) {
      if (failure.getCause() instanceof TimeoutException) {
        throw new AssertionError("no answer within a minute", failure);
      }
      if (failure.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw failure;
    }
  }

  /** Ends this launcher in an orderly way and starts another one on the same store. */
  public TestLauncher restart() {
    close();
    return new TestLauncher(folder, configuration, users);
  }

  /**
   * Starts another launcher on what a crash of the machine at this moment would leave. This one
   * goes on in its old world.
   *
   * @param elsewhere an empty folder
   */
  public TestLauncher afterCrash(Path elsewhere) {
    try {
      Files.createDirectories(elsewhere);
      for (String file : List.of(STORE, STORE + "-wal")) {
        Path source = folder.resolve(file);
        if (Files.exists(source)) {
          Files.copy(source, elsewhere.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return new TestLauncher(elsewhere, configuration, users);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    plugins.close();
    runtime.close();
    logs.close();
    timer.shutdownNow();
    store.close();
  }
}
