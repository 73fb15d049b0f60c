package org.openlauncher.plugin.kubernetes;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.plugin.kubernetes.api.Json;
import tools.jackson.databind.node.ObjectNode;

/** Makes of the limits of a job those of its container. */
final class PodLimits {
  static final ConfigurationOption<Double> CPU_REQUEST_RATIO =
      ConfigurationOption.withDefault(
          "cpu-request-ratio",
          ValueType.decimal(0.001, 1),
          1.0,
          "How much of its processors a job has set aside for it.");
  static final ConfigurationOption<Double> MEMORY_REQUEST_RATIO =
      ConfigurationOption.withDefault(
          "memory-request-ratio",
          ValueType.decimal(0.001, 1),
          1.0,
          "How much of its memory a job has set aside for it.");

  /** The types of limits that jobs may set. */
  static final Set<String> ENFORCED =
      Set.of(
          ResourceLimit.CPU_COUNT,
          ResourceLimit.MEMORY,
          ResourceLimit.NVIDIA_GPUS,
          ResourceLimit.AMD_GPUS);

  /** What users are offered. */
  static final List<ClusterInfo.LimitOffer> OFFERS =
      ENFORCED.stream()
          .sorted()
          .map(type -> new ClusterInfo.LimitOffer(type, Optional.empty(), Optional.empty()))
          .toList();

  private static final BigDecimal MILLI = BigDecimal.valueOf(1000);
  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_000_000L);
  private static final BigDecimal LEAST_PROCESSORS = new BigDecimal("0.001");
  private static final BigDecimal MOST_PROCESSORS = BigDecimal.valueOf(100_000);
  private static final BigDecimal LEAST_MEGABYTES = new BigDecimal("6.3");
  private static final BigDecimal MOST_MEGABYTES = BigDecimal.valueOf(1_000_000_000_000L);
  private static final BigDecimal MOST_GPUS = BigDecimal.valueOf(1024);

  private PodLimits() {}

  /** Refuses what makes no sense. */
  static void validate(JobSpecification job) {
    write(job, Settings.unset(), Json.MAPPER.createObjectNode());
  }

  /** Writes limits and requests into a container. */
  static void write(JobSpecification job, Settings profile, ObjectNode container) {
    List<ResourceLimit> all = job.resourceLimits();
    if (all.isEmpty()) {
      return;
    }
    ObjectNode resources = container.putObject("resources");
    ObjectNode limits = resources.putObject("limits");
    ObjectNode requests = resources.putObject("requests");
    for (int i = 0; i < all.size(); i++) {
      String place = "$.job.resourceLimits[" + i + "].value";
      String value = all.get(i).value();
      switch (all.get(i).type()) {
        case ResourceLimit.CPU_COUNT -> {
          BigDecimal count = number(place, value, LEAST_PROCESSORS, MOST_PROCESSORS);
          limits.put("cpu", milli(count));
          requests.put("cpu", milli(count.multiply(ratio(profile, CPU_REQUEST_RATIO))));
        }
        case ResourceLimit.MEMORY -> {
          BigDecimal size = number(place, value, LEAST_MEGABYTES, MOST_MEGABYTES);
          limits.put("memory", bytes(size));
          requests.put("memory", bytes(size.multiply(ratio(profile, MEMORY_REQUEST_RATIO))));
        }
        case ResourceLimit.NVIDIA_GPUS -> gpus("nvidia.com/gpu", place, value, limits);
        case ResourceLimit.AMD_GPUS -> gpus("amd.com/gpu", place, value, limits);
        default ->
            throw refusal(
                "$.job.resourceLimits[" + i + "].type",
                "one of " + ENFORCED.stream().sorted().toList(),
                all.get(i).type());
      }
    }
  }

  private static BigDecimal ratio(Settings profile, ConfigurationOption<Double> option) {
    return BigDecimal.valueOf(profile.get(option));
  }

  private static String milli(BigDecimal count) {
    return count.multiply(MILLI).setScale(0, RoundingMode.CEILING).toPlainString() + "m";
  }

  private static String bytes(BigDecimal megabytes) {
    return megabytes.multiply(MEGABYTE).setScale(0, RoundingMode.CEILING).toPlainString();
  }

  private static void gpus(String resource, String place, String value, ObjectNode limits) {
    BigDecimal count = number(place, value, BigDecimal.ZERO, MOST_GPUS);
    if (count.stripTrailingZeros().scale() > 0) {
      throw refusal(place, "a whole number", value);
    }
    if (count.signum() > 0) {
      limits.put(resource, count.toBigInteger().toString());
    }
  }

  private static BigDecimal number(String place, String text, BigDecimal least, BigDecimal most) {
    if (text.matches("[0-9]{1,15}(\\.[0-9]{1,9})?")) {
      BigDecimal number = new BigDecimal(text);
      if (number.compareTo(least) >= 0 && number.compareTo(most) <= 0) {
        return number;
      }
    }
    throw refusal(
        place, "a number from " + least.toPlainString() + " to " + most.toPlainString(), text);
  }

  private static LauncherException refusal(String place, String expected, String found) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST, place + ": expected " + expected + ", found \"" + found + "\"");
  }
}
