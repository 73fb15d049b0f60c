package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.PluginUnderTest;

/**
 * The plugin with a real cluster, its jobs in pods of an image.
 *
 * @param folder what jobs and tests share; mounted at its own path
 * @param owner has the jobs
 * @param image what the containers are made of
 * @param options the cluster's configuration
 */
record KubernetesUnderTest(
    Path folder, UserAccount owner, String image, Map<String, String> options)
    implements PluginUnderTest {
  static KubernetesUnderTest of(Path folder) throws IOException {
    return of(folder, TestNamespace.shared(), Map.of());
  }

  static KubernetesUnderTest of(Path folder, TestNamespace namespace, Map<String, String> more)
      throws IOException {
    UserAccount owner = TestNamespace.owner();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Map<String, String> options = new HashMap<>(more);
    if (!options.containsKey("api-url")) {
      options.putIfAbsent("kubeconfig", TestNamespace.launcher().toString());
    }
    options.putIfAbsent("kubernetes-namespace", namespace.name());
    options.putIfAbsent("image-pull-policy", "IfNotPresent");
    options.putIfAbsent("host-mount-folders", folder.toString());
    options.putIfAbsent("stop-grace-seconds", "0");
    options.putIfAbsent("ended-job-seconds", "0");
    return new KubernetesUnderTest(folder, owner, TestNamespace.BUSYBOX, options);
  }

  @Override
  public Plugin newPlugin() {
    return new KubernetesPlugin();
  }

  @Override
  public JobSpecification.Builder job() {
    return JobSpecification.builder("contract", owner.name(), CLUSTER)
        .container(container(false))
        .mounts(
            List.of(
                new Mount(
                    folder.toString(),
                    Optional.empty(),
                    false,
                    new MountSource.Host(folder.toString()))));
  }

  /** It waits for a node that there is none of. */
  @Override
  public Optional<JobSpecification.Builder> pendingJob() {
    return Optional.of(
        command("exit 0")
            .placementConstraints(
                List.of(new PlacementConstraint("openlauncher.org/none", Optional.of("such")))));
  }

  /** Pods take long on a machine that is busy with others. */
  @Override
  public Patience patience() {
    return new Patience(
        Duration.ofSeconds(90),
        Duration.ofSeconds(120),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15));
  }

  /** The container of a job. */
  Container container(boolean createUser) {
    return new Container(image, Optional.empty(), Optional.empty(), List.of(), createUser);
  }
}
