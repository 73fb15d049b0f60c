package org.openlauncher.plugin.local;

import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.contract.OpenCluster;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.process.testing.LauncherForm;

/** A launcher that loses its spawner while a job runs. Tells what it sees on standard output. */
final class SpawnerLoss {
  private SpawnerLoss() {}

  /** Lives through it. */
  public static void main(String[] none) throws IOException {
    Path base = Files.createTempDirectory("spawner-loss");
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    Path folder = Files.createDirectory(base.resolve("folder"));
    Path scratch = Files.createDirectory(base.resolve("scratch"));
    LocalUnderTest local = LocalUnderTest.of(LauncherForm.INHERITED, folder);
    OpenCluster cluster = OpenCluster.open(local, scratch);
    String gate = "'" + folder.resolve("gate") + "'";
    StartedJob job =
        cluster.start(local.command("until [ -e " + gate + " ]; do sleep 0.05; done; exit 7"));
    job.awaitRunning();
    System.out.println("ready");

    local.launcher().lost().toCompletableFuture().join();
    System.out.println("lost");
    LauncherException refusal =
        catchThrowableOfType(LauncherException.class, () -> cluster.start(local.command("exit 0")));
    System.out.println("refused " + refusal.code().wireName());
    await().until(() -> health(cluster).level() == ClusterHealth.Level.RED);
    System.out.println(health(cluster).level().wireName());
    Files.createFile(folder.resolve("gate"));
    JobStatus end = job.awaitEnd();
    System.out.println(end.state().wireName() + " " + end.exitCode().orElseThrow());
    cluster.cluster().forget(job.remembered());
    cluster.close();
    delete(base);
    System.exit(0);
  }

  private static void delete(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(root)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  private static ClusterHealth health(OpenCluster cluster) {
    var healths = cluster.observations().healths();
    return healths.get(healths.size() - 1);
  }
}
