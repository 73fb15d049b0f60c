package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.MachineUsers;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.testing.LauncherForm;

/**
 * The plugin as its bundle would make it, with a real cluster of Slurm.
 *
 * @param launcher starts the processes
 * @param owner has the jobs
 * @param slurm the cluster
 * @param further options beside the usual ones
 */
record SlurmUnderTest(
    ProcessLauncher launcher, UserAccount owner, RealSlurm slurm, Map<String, String> further)
    implements PluginUnderTest {
  /** Where jobs run as others, they are alice's. */
  static SlurmUnderTest of(RealSlurm slurm, LauncherForm form, Path folder) throws IOException {
    ProcessLauncher launcher = form.launcher();
    MachineUsers users = new MachineUsers();
    if (!launcher.privileges().otherUsers()) {
      return new SlurmUnderTest(launcher, users.self(), slurm, Map.of());
    }
    // The tests look whether files are there, which they can't in a folder that is alice's alone.
    Path storage = folder.resolve("storage");
    Path news = Files.createDirectories(storage.resolve("news"));
    for (Path shared : List.of(folder, storage, news)) {
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    return new SlurmUnderTest(
        launcher,
        users.find("alice").orElseThrow(),
        slurm,
        Map.of("user-storage-path", storage.toString()));
  }

  /** The same with further options. */
  SlurmUnderTest with(Map<String, String> options) {
    return new SlurmUnderTest(launcher, owner, slurm, options);
  }

  @Override
  public Plugin newPlugin() {
    return new SlurmPlugin(launcher);
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new HashMap<>();
    options.put("slurm-service-user", "slurm");
    options.putAll(slurm.options());
    options.put("enable-gpus", "1");
    options.put("enable-gpu-types", "1");
    options.put("constraints", "fast,slow");
    options.put("poll-interval-seconds", "6");
    options.putAll(further);
    return options;
  }

  @Override
  public Optional<JobSpecification.Builder> pendingJob() {
    return Optional.of(command("exit 0").queues(List.of("halted")));
  }

  /** A questions's turn can be some seconds off. */
  @Override
  public Patience patience() {
    return new Patience(
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  @Override
  public Ending afterStop() {
    return new Ending(Set.of(JobState.KILLED), Set.of(143));
  }
}
