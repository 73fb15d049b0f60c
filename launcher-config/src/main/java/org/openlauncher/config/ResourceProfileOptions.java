package org.openlauncher.config;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;

/** The keys of a section of {@code launcher.<cluster>.resources.conf}. */
final class ResourceProfileOptions {
  static final ConfigurationOption<String> NAME =
      optional("name", ValueType.text(), "What people are shown.");
  static final ConfigurationOption<Double> CPUS =
      optional("cpus", ProfileOptions.processors(), "How many processors.");
  static final ConfigurationOption<DataSize> MEMORY =
      optional("mem-mb", ProfileOptions.megabytes(), "How much memory, in MB.");
  static final ConfigurationOption<Long> NVIDIA_GPUS =
      optional("nvidia-gpus", ProfileOptions.count(), "How many NVIDIA GPUs.");
  static final ConfigurationOption<Long> AMD_GPUS =
      optional("amd-gpus", ProfileOptions.count(), "How many AMD GPUs.");
  static final ConfigurationOption<Long> GPUS =
      optional("gpus", ProfileOptions.count(), "How many GPUs of any kind.");
  static final ConfigurationOption<List<PlacementConstraint>> PLACEMENT_CONSTRAINTS =
      optional("placement-constraints", PlacementConstraintList.TYPE, "Where jobs run.");
  static final ConfigurationOption<String> PARTITION =
      optional("partition", ValueType.text(), "The partition, or queue, that jobs go to.");

  static final List<ConfigurationOption<?>> ALL =
      List.of(NAME, CPUS, MEMORY, NVIDIA_GPUS, AMD_GPUS, GPUS, PLACEMENT_CONSTRAINTS, PARTITION);

  static final List<ProfileLimit<?>> LIMITS =
      List.of(
          limit(ResourceLimit.CPU_COUNT, CPUS),
          new ProfileLimit<>(
              ResourceLimit.MEMORY,
              Optional.empty(),
              MEMORY,
              size -> BigDecimal.valueOf(size.bytes(), 6)),
          whole(ResourceLimit.NVIDIA_GPUS, NVIDIA_GPUS),
          whole(ResourceLimit.AMD_GPUS, AMD_GPUS),
          whole(ResourceLimit.GPUS, GPUS));

  private ResourceProfileOptions() {}

  private static ProfileLimit<Double> limit(String type, ConfigurationOption<Double> option) {
    return new ProfileLimit<>(type, Optional.empty(), option, BigDecimal::valueOf);
  }

  private static ProfileLimit<Long> whole(String type, ConfigurationOption<Long> option) {
    return new ProfileLimit<>(type, Optional.empty(), option, BigDecimal::valueOf);
  }
}
