package org.openlauncher.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.OutputType;

/**
 * What all contracts share: an open cluster before each test, and after it no job left and all
 * clusters closed. The tests talk with jobs through files in {@link #folder}: a job waits at a gate
 * until the test opens it, or leaves a trace that the test can watch. Nothing depends on how fast
 * the machine is.
 */
public abstract class PluginContract {
  private static final Duration STANDSTILL = Duration.ofSeconds(1);
  private static final Duration LEFTOVERS = Duration.ofSeconds(10);

  private final List<OpenCluster> clusters = new ArrayList<>();
  private Path base;
  private Path folder;
  private PluginUnderTest underTest;
  private OpenCluster cluster;

  /**
   * Presents the plugin. Called before each test.
   *
   * @param folder an empty folder that the jobs must be able to reach at this path and to write to;
   *     hand it to the jobs' owner where that is somebody else
   */
  protected abstract PluginUnderTest pluginUnderTest(Path folder) throws IOException;

  /** Makes the folders and opens the cluster. */
  @BeforeEach
  final void openCluster() throws IOException {
    base = Files.createTempDirectory("contract").toRealPath();
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    folder = makePrivateFolder("folder");
    Path scratch = makePrivateFolder("scratch");
    underTest = pluginUnderTest(folder);
    cluster = OpenCluster.open(underTest, scratch);
    clusters.add(cluster);
  }

  /** Ends the jobs, closes the clusters and removes the folders. */
  @AfterEach
  final void closeClusters() {
    try {
      // There is none where the test was left out before it began.
      if (cluster != null) {
        cluster.killJobs();
        cluster.forgetJobs();
      }
    } finally {
      clusters.forEach(OpenCluster::close);
      await("removal of " + base)
          .atMost(LEFTOVERS)
          .pollDelay(Duration.ZERO)
          .ignoreExceptions()
          .until(() -> deleteTree(base));
    }
  }

  /** The plugin. */
  protected final PluginUnderTest underTest() {
    return underTest;
  }

  /** The cluster that is open now. */
  protected final OpenCluster cluster() {
    return cluster;
  }

  /** The folder that jobs and tests share. */
  protected final Path folder() {
    return folder;
  }

  /** The folder that the cluster keeps over restarts. */
  protected final Path scratchFolder() {
    return base.resolve("scratch");
  }

  /**
   * The launcher dies and comes back: the cluster is dropped as it is, and a new plugin opens a new
   * one. Jobs are not attached yet.
   *
   * @return the dropped one, which may still be watching: a witness of what happens meanwhile
   */
  protected final OpenCluster crash() {
    OpenCluster dropped = cluster;
    underTest.crash(dropped.cluster());
    cluster = OpenCluster.open(underTest, scratchFolder());
    clusters.add(cluster);
    return dropped;
  }

  /** The plugin is upgraded: the cluster is closed, and a new plugin opens a new one. */
  protected final void upgrade() {
    cluster.close();
    clusters.remove(cluster);
    cluster = OpenCluster.open(underTest, scratchFolder());
    clusters.add(cluster);
  }

  /** Another cluster on the same scratch folder, beside the open one. */
  protected final OpenCluster openAnother() {
    OpenCluster another = OpenCluster.open(underTest, scratchFolder());
    clusters.add(another);
    return another;
  }

  /** Starts a job that runs a shell script. */
  protected final StartedJob start(String script) {
    return cluster.start(underTest.command(script));
  }

  /** Starts a job. */
  protected final StartedJob start(JobSpecification.Builder specification) {
    return cluster.start(specification);
  }

  /** Starts a job that waits at a gate and then exits with a code; waits until it runs. */
  protected final StartedJob startAtGate(String gate, int exitCode) {
    StartedJob job = start(waitAt(gate) + "; exit " + exitCode);
    job.awaitRunning();
    return job;
  }

  /** Shell text that waits until the test opens a gate, or ends and takes the folder away. */
  protected final String waitAt(String gate) {
    return "while [ ! -e " + quoted(gate) + " ] && [ -d '" + folder + "' ]; do sleep 0.05; done";
  }

  /** A file of the shared folder, quoted for a shell. */
  protected final String quoted(String file) {
    return "'" + folder.resolve(file) + "'";
  }

  /** Lets the jobs at a gate go on. */
  protected final void openGate(String gate) throws IOException {
    Files.createFile(folder.resolve(gate));
  }

  /** Waits until a job has made a file. */
  protected final void awaitFile(String file) {
    await("file " + file)
        .atMost(underTest.patience().start())
        .until(() -> Files.exists(folder.resolve(file)));
  }

  /** Waits until a job writes on to a file. */
  protected final void awaitGrowth(String file) throws IOException {
    awaitFile(file);
    long before = Files.size(folder.resolve(file));
    await("growth of file " + file)
        .atMost(underTest.patience().start())
        .until(() -> Files.size(folder.resolve(file)) > before);
  }

  /** Demands that a file which a job kept writing to comes to rest. */
  protected final void awaitStandstill(String file) {
    Path path = folder.resolve(file);
    await("standstill of file " + file)
        .atMost(underTest.patience().end())
        .pollInterval(STANDSTILL)
        .until(
            new Callable<>() {
              private long before = -1;

              @Override
              public Boolean call() throws IOException {
                long now = Files.size(path);
                boolean still = now == before;
                before = now;
                return still;
              }
            });
  }

  /** Skips the test, with the reason, where the cluster does not have a feature. */
  protected final void requires(Capabilities.Feature feature) {
    assumeTrue(
        cluster.cluster().capabilities().has(feature),
        () -> "the cluster does not declare the feature " + feature);
  }

  /** Skips the test, with the reason, where the cluster does not have an operation. */
  protected final void requires(JobOperation operation) {
    assumeTrue(
        cluster.cluster().capabilities().operations().contains(operation),
        () -> "the cluster does not declare the operation " + operation.wireName());
  }

  /** Skips the test, with the reason, where the cluster does not have a kind of output. */
  protected final void requires(OutputType type) {
    assumeTrue(
        cluster.cluster().capabilities().outputs().contains(type),
        () -> "the cluster does not declare the output " + type.wireName());
  }

  private Path makePrivateFolder(String name) throws IOException {
    return Files.createDirectory(
        base.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static boolean deleteTree(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(root)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
    return Files.notExists(root);
  }
}
