package org.openlauncher.config;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;
import static org.openlauncher.api.configuration.ConfigurationOption.withDefault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;

/**
 * The options of {@code launcher.<cluster>.profiles.conf}. The launcher itself holds jobs to them,
 * whatever the cluster's type is. {@link #ALL} are there for every type; {@link #QUEUES} and {@link
 * #GPUS} for those whose plugin lists them in its {@code profileOptions()}.
 */
public final class ProfileOptions {
  private static final double MOST_PROCESSORS = 1_000_000;
  private static final int MOST = 1_000_000;

  /** How many processors a job gets that asks for none. */
  public static final ConfigurationOption<Double> DEFAULT_CPUS =
      optional("default-cpus", processors(), "Processors of a job that asks for none.");

  /** The most processors of a job. */
  public static final ConfigurationOption<Double> MAX_CPUS =
      optional("max-cpus", processors(), "The most processors of a job.");

  /** How much memory a job gets that asks for none. */
  public static final ConfigurationOption<DataSize> DEFAULT_MEMORY =
      optional("default-mem-mb", megabytes(), "Memory of a job that asks for none, in MB.");

  /** The most memory of a job. */
  public static final ConfigurationOption<DataSize> MAX_MEMORY =
      optional("max-mem-mb", megabytes(), "The most memory of a job, in MB.");

  /** How many NVIDIA graphics processors a job gets that asks for none. */
  public static final ConfigurationOption<Long> DEFAULT_NVIDIA_GPUS =
      optional("default-nvidia-gpus", count(), "NVIDIA GPUs of a job that asks for none.");

  /** The most NVIDIA graphics processors of a job. */
  public static final ConfigurationOption<Long> MAX_NVIDIA_GPUS =
      optional("max-nvidia-gpus", count(), "The most NVIDIA GPUs of a job.");

  /** How many AMD graphics processors a job gets that asks for none. */
  public static final ConfigurationOption<Long> DEFAULT_AMD_GPUS =
      optional("default-amd-gpus", count(), "AMD GPUs of a job that asks for none.");

  /** The most AMD graphics processors of a job. */
  public static final ConfigurationOption<Long> MAX_AMD_GPUS =
      optional("max-amd-gpus", count(), "The most AMD GPUs of a job.");

  /** The images that may be used. */
  public static final ConfigurationOption<List<String>> CONTAINER_IMAGES =
      optional("container-images", ImageNames.SEVERAL, "The images that a job may use.");

  /** The image of a job that names none. */
  public static final ConfigurationOption<String> DEFAULT_CONTAINER_IMAGE =
      optional("default-container-image", ImageNames.ONE, "The image of a job that names none.");

  /** Whether other images may be used too. */
  public static final ConfigurationOption<Boolean> ALLOW_UNKNOWN_IMAGES =
      withDefault(
          "allow-unknown-images", ValueType.flag(), false, "Whether other images may be used too.");

  /** The placement constraints that a job may choose among. */
  public static final ConfigurationOption<List<PlacementConstraint>> PLACEMENT_CONSTRAINTS =
      optional(
          "placement-constraints",
          PlacementConstraintList.TYPE,
          "The placement constraints that a job may set.");

  /** The named sizes that a job may choose among. */
  public static final ConfigurationOption<List<String>> RESOURCE_PROFILES =
      optional(
          "resource-profiles",
          ValueType.list(),
          "The resource profiles that a job may name; custom for free choice.");

  /** How many jobs that have not ended a user may have. */
  public static final ConfigurationOption<Long> MAX_RUNNING_JOBS =
      optional("max-running-jobs", count(), "The most jobs that have not ended, pending ones too.");

  /** The most processor time of a job. */
  public static final ConfigurationOption<Duration> MAX_CPU_TIME =
      optional("max-cpu-time", ValueType.timeSpan(), "The most processor time of a job.");

  /** The longest time from a job's start to its end. */
  public static final ConfigurationOption<Duration> MAX_TIME =
      optional("max-time", ValueType.timeSpan(), "The longest time that a job may run.");

  /** Those that clusters of every type have, in the order of the documentation. */
  public static final List<ConfigurationOption<?>> ALL =
      List.of(
          DEFAULT_CPUS,
          MAX_CPUS,
          DEFAULT_MEMORY,
          MAX_MEMORY,
          DEFAULT_NVIDIA_GPUS,
          MAX_NVIDIA_GPUS,
          DEFAULT_AMD_GPUS,
          MAX_AMD_GPUS,
          CONTAINER_IMAGES,
          DEFAULT_CONTAINER_IMAGE,
          ALLOW_UNKNOWN_IMAGES,
          PLACEMENT_CONSTRAINTS,
          RESOURCE_PROFILES,
          MAX_RUNNING_JOBS,
          MAX_CPU_TIME,
          MAX_TIME);

  /** The queues that a job may go to; Slurm calls them partitions. */
  public static final ConfigurationOption<List<String>> ALLOWED_PARTITIONS =
      optional("allowed-partitions", ValueType.list(), "The partitions that a job may go to.");

  /** The queue of a job that names none. */
  public static final ConfigurationOption<String> DEFAULT_PARTITION =
      optional("default-partition", ValueType.text(), "The partition of a job that names none.");

  /** For plugins whose clusters have queues. */
  public static final List<ConfigurationOption<?>> QUEUES =
      List.of(ALLOWED_PARTITIONS, DEFAULT_PARTITION);

  /** How many graphics processors of any kind a job gets that asks for none. */
  public static final ConfigurationOption<Long> DEFAULT_GPUS =
      optional("default-gpus", count(), "GPUs of any kind of a job that asks for none.");

  /** The most graphics processors of any kind of a job. */
  public static final ConfigurationOption<Long> MAX_GPUS =
      optional("max-gpus", count(), "The most GPUs of any kind of a job.");

  /** The same as {@link #DEFAULT_GPUS} for one kind. */
  public static final ConfigurationOption<Long> DEFAULT_GPUS_OF_KIND =
      optional("default-gpus-TYPE", count(), "GPUs of that kind of a job that asks for none.");

  /** The same as {@link #MAX_GPUS} for one kind. */
  public static final ConfigurationOption<Long> MAX_GPUS_OF_KIND =
      optional("max-gpus-TYPE", count(), "The most GPUs of that kind of a job.");

  /** For plugins whose clusters have graphics processors of several kinds. */
  public static final List<ConfigurationOption<?>> GPUS =
      List.of(DEFAULT_GPUS, MAX_GPUS, DEFAULT_GPUS_OF_KIND, MAX_GPUS_OF_KIND);

  /** What the options limit. */
  static final List<ProfileLimit<?>> LIMITS =
      List.of(
          limit(ResourceLimit.CPU_COUNT, DEFAULT_CPUS, MAX_CPUS),
          new ProfileLimit<>(
              ResourceLimit.MEMORY,
              Optional.of(DEFAULT_MEMORY),
              MAX_MEMORY,
              size -> BigDecimal.valueOf(size.bytes(), 6)),
          whole(ResourceLimit.NVIDIA_GPUS, DEFAULT_NVIDIA_GPUS, MAX_NVIDIA_GPUS),
          whole(ResourceLimit.AMD_GPUS, DEFAULT_AMD_GPUS, MAX_AMD_GPUS),
          whole(ResourceLimit.GPUS, DEFAULT_GPUS, MAX_GPUS),
          whole(ResourceLimit.GPUS_OF_KIND, DEFAULT_GPUS_OF_KIND, MAX_GPUS_OF_KIND),
          time(ResourceLimit.CPU_TIME, MAX_CPU_TIME),
          time(ResourceLimit.WALL_TIME, MAX_TIME));

  private ProfileOptions() {}

  /** All options of a cluster's file. */
  static List<ConfigurationOption<?>> with(List<ConfigurationOption<?>> ofPlugin) {
    return Stream.concat(ALL.stream(), ofPlugin.stream()).toList();
  }

  static ValueType<Double> processors() {
    return ValueType.decimal(0, MOST_PROCESSORS);
  }

  static ValueType<Long> count() {
    return ValueType.wholeNumber(0, MOST);
  }

  static ValueType<DataSize> megabytes() {
    ValueType<Long> number = ValueType.wholeNumber(0, 1_000_000_000_000L);
    return ValueType.of(
        "a whole number of megabytes",
        text -> number.parse(text).map(DataSize::ofMegabytes),
        size -> Long.toString(Math.round(size.megabytes())));
  }

  private static ProfileLimit<Double> limit(
      String type, ConfigurationOption<Double> byDefault, ConfigurationOption<Double> maximum) {
    return new ProfileLimit<>(type, Optional.of(byDefault), maximum, BigDecimal::valueOf);
  }

  private static ProfileLimit<Long> whole(
      String type, ConfigurationOption<Long> byDefault, ConfigurationOption<Long> maximum) {
    return new ProfileLimit<>(type, Optional.of(byDefault), maximum, BigDecimal::valueOf);
  }

  private static ProfileLimit<Duration> time(String type, ConfigurationOption<Duration> maximum) {
    return new ProfileLimit<>(
        type, Optional.empty(), maximum, span -> BigDecimal.valueOf(span.toSeconds()));
  }
}
