package org.openlauncher.config;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;
import static org.openlauncher.api.configuration.ConfigurationOption.withDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.ValueType;

/**
 * The options that {@code launcher.<cluster>.conf} has for clusters of every type. A plugin reads
 * them from its settings with these constants. All of them have a value always; most defaults are
 * the server's values.
 */
public final class ClusterOptions {
  /** The account that queries run as; by default the server's. */
  public static final ConfigurationOption<String> SERVER_USER =
      optional("server-user", ValueType.text(), "The account that the cluster's work runs as.");

  /** How many threads the cluster's work has; by default the server's. */
  public static final ConfigurationOption<Long> THREAD_POOL_SIZE =
      optional(
          "thread-pool-size",
          ValueType.wholeNumber(1, 10_000),
          "How many threads do the cluster's work.");

  /** Whether the log tells details; by default as for the server. */
  public static final ConfigurationOption<Boolean> ENABLE_DEBUG_LOGGING =
      optional(
          "enable-debug-logging", ValueType.flag(), "Whether the log tells the cluster's details.");

  /** Where the cluster keeps its files; by default a folder of its name in the server's. */
  public static final ConfigurationOption<Path> SCRATCH_PATH =
      optional("scratch-path", ValueType.absolutePath(), "Where the cluster keeps its own files.");

  /** Where the logs are; by default the server's folder. */
  public static final ConfigurationOption<Path> LOGGING_DIR =
      optional("logging-dir", ValueType.absolutePath(), "Where the cluster's logs are.");

  /** How long jobs are kept after their end. */
  public static final ConfigurationOption<Duration> JOB_EXPIRY =
      withDefault(
          "job-expiry-hours",
          ValueType.duration(TimeUnit.HOURS, 1, 87_600),
          Duration.ofHours(24),
          "How long jobs are kept after their end.");

  /** Who may use what; by default {@code launcher.<cluster>.profiles.conf}. */
  public static final ConfigurationOption<Path> PROFILE_CONFIG =
      optional("profile-config", ValueType.absolutePath(), "The file of the users' limits.");

  /** Named sizes; by default {@code launcher.<cluster>.resources.conf}. */
  public static final ConfigurationOption<Path> RESOURCE_PROFILE_CONFIG =
      optional("resource-profile-config", ValueType.absolutePath(), "The file of the named sizes.");

  /** All of them, in the order of the documentation. */
  public static final List<ConfigurationOption<?>> ALL =
      List.of(
          SERVER_USER,
          THREAD_POOL_SIZE,
          ENABLE_DEBUG_LOGGING,
          SCRATCH_PATH,
          LOGGING_DIR,
          JOB_EXPIRY,
          PROFILE_CONFIG,
          RESOURCE_PROFILE_CONFIG);

  private ClusterOptions() {}
}
