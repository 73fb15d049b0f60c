package org.openlauncher.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.Plugin;
import org.openlauncher.api.user.UserAccount;

/**
 * A plugin, as its own tests present it to the contracts. Only {@link #newPlugin} has to be given;
 * the rest has answers that fit a plugin which runs processes of this machine as this user.
 *
 * <p>Jobs must see the folder that {@link PluginContract#pluginUnderTest} was given at the same
 * path as the tests do, and must be able to write there: a plugin for containers mounts it.
 */
public interface PluginUnderTest {
  /** The name of the cluster that the contracts open. */
  String CLUSTER = "contract";

  /** A new plugin, as after its bundle was started. Called again for each crash or upgrade. */
  Plugin newPlugin();

  /** What stands in the cluster's configuration file. */
  default Map<String, String> options() {
    return Map.of();
  }

  /** Which options of every type the plugin reads; in the contracts they have their defaults. */
  default List<ConfigurationOption<?>> commonOptions() {
    return List.of();
  }

  /** What the profiles say for the owner of the jobs; {@link TextSettings} makes such settings. */
  default Settings profile() {
    return Settings.unset();
  }

  /** Who owns the jobs. */
  default UserAccount owner() {
    return new MachineUsers().self();
  }

  /** The least that the back-end needs to run a job which has no command yet. */
  default JobSpecification.Builder job() {
    return JobSpecification.builder("contract", owner().name(), CLUSTER);
  }

  /** A job that runs a script of a POSIX shell. */
  default JobSpecification.Builder command(String script) {
    return job().command(script);
  }

  /** A job that runs a program. */
  default JobSpecification.Builder program(String exe, List<String> args) {
    return job().exe(exe).args(args);
  }

  /**
   * A job that the back-end accepts and leaves pending; empty where that can't be brought about.
   */
  default Optional<JobSpecification.Builder> pendingJob() {
    return Optional.empty();
  }

  /** How long the contracts wait. */
  default Patience patience() {
    return new Patience(
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  /** How a job ends that does nothing about SIGTERM, after it was stopped. */
  default Ending afterStop() {
    return new Ending(Set.of(JobState.FINISHED, JobState.KILLED), Set.of(143));
  }

  /** How a job ends that was killed. */
  default Ending afterKill() {
    return new Ending(Set.of(JobState.KILLED), Set.of(137));
  }

  /**
   * Makes a cluster lose its grip as if its process had died. The cluster is not used any more, its
   * observations go nowhere, and it is closed only after the test. Dropping it is enough where the
   * plugin holds no lock; else the lock must be let go here.
   */
  default void crash(Cluster cluster) {}

  /**
   * How long the contracts wait. These are bounds for a busy machine, not expectations.
   *
   * @param start from submission to running
   * @param end from the last instruction or operation to the observed end
   * @param output from writing to reading
   * @param close for giving everything back
   */
  record Patience(Duration start, Duration end, Duration output, Duration close) {}

  /**
   * How a job may have ended.
   *
   * @param states one of these
   * @param exitCodes one of these
   */
  record Ending(Set<JobState> states, Set<Integer> exitCodes) {
    /** Takes copies. */
    public Ending {
      states = Set.copyOf(states);
      exitCodes = Set.copyOf(exitCodes);
    }
  }
}
