package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.PluginUnderTest;

/**
 * The plugin with a real engine, its jobs in containers of an image.
 *
 * @param folder what jobs and tests share; mounted at its own path
 * @param owner has the jobs
 * @param image what the containers are made of
 * @param options the cluster's configuration beside where the engine is
 */
record DockerUnderTest(Path folder, UserAccount owner, String image, Map<String, String> options)
    implements PluginUnderTest {
  static DockerUnderTest of(Path folder) throws IOException {
    return of(folder, Engine.BUSYBOX, Map.of());
  }

  static DockerUnderTest of(Path folder, String image, Map<String, String> more)
      throws IOException {
    Engine.socket();
    UserAccount owner = Engine.owner();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Map<String, String> options = new HashMap<>(more);
    options.putIfAbsent("docker-host", Engine.address());
    options.putIfAbsent("stop-grace-seconds", "0");
    return new DockerUnderTest(folder, owner, image, options);
  }

  @Override
  public Plugin newPlugin() {
    return new DockerPlugin();
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

  /** It waits for its image from a registry that takes requests and never answers. */
  @Override
  public Optional<JobSpecification.Builder> pendingJob() {
    return Optional.of(
        command("exit 0")
            .container(
                new Container(
                    MuteRegistry.image(), Optional.empty(), Optional.empty(), List.of(), false)));
  }

  /** The container of a job. */
  Container container(boolean createUser) {
    return new Container(image, Optional.empty(), Optional.empty(), List.of(), createUser);
  }

  /** The container of a job that runs as root in it. */
  Container rootContainer() {
    return new Container(image, Optional.of(0L), Optional.of(0L), List.of(), false);
  }
}
