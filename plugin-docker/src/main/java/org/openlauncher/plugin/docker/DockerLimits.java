package org.openlauncher.plugin.docker;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a job may use, as the engine enforces it.
 *
 * @param processors a number of processors
 * @param memory memory without swap space
 * @param swap swap space; none where only memory is limited
 * @param nvidiaGpus a number of graphics processors
 */
record DockerLimits(
    Optional<BigDecimal> processors,
    Optional<DataSize> memory,
    Optional<DataSize> swap,
    Optional<Long> nvidiaGpus) {
  static final String NVIDIA_GPUS = "nvidiaGpus";

  /** The types of limits that jobs may set. */
  static final Set<String> ENFORCED =
      Set.of(ResourceLimit.CPU_COUNT, ResourceLimit.MEMORY, ResourceLimit.MEMORY_SWAP, NVIDIA_GPUS);

  /** What users are offered. */
  static final List<ClusterInfo.LimitOffer> OFFERS =
      ENFORCED.stream()
          .sorted()
          .map(type -> new ClusterInfo.LimitOffer(type, Optional.empty(), Optional.empty()))
          .toList();

  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1_000_000L);
  private static final BigDecimal LEAST_PROCESSORS = new BigDecimal("0.01");
  private static final BigDecimal MOST_PROCESSORS = BigDecimal.valueOf(100_000);
  private static final BigDecimal MOST_MEGABYTES = BigDecimal.valueOf(1_000_000_000_000L);
  private static final long LEAST_MEMORY = 6L * 1024 * 1024;
  private static final long MOST_GPUS = 1024;

  /**
   * Reads the limits of a job.
   *
   * @throws LauncherException naming the one that makes no sense
   */
  static DockerLimits of(JobSpecification specification) {
    Optional<BigDecimal> processors = Optional.empty();
    Optional<DataSize> memory = Optional.empty();
    Optional<DataSize> swap = Optional.empty();
    Optional<Long> gpus = Optional.empty();
    List<ResourceLimit> limits = specification.resourceLimits();
    for (int i = 0; i < limits.size(); i++) {
      String place = "$.job.resourceLimits[" + i + "].value";
      String value = limits.get(i).value();
      switch (limits.get(i).type()) {
        case ResourceLimit.CPU_COUNT ->
            processors = Optional.of(number(place, value, LEAST_PROCESSORS, MOST_PROCESSORS));
        case ResourceLimit.MEMORY -> memory = Optional.of(memory(place, value));
        case ResourceLimit.MEMORY_SWAP ->
            swap = Optional.of(size(number(place, value, BigDecimal.ZERO, MOST_MEGABYTES)));
        case NVIDIA_GPUS -> gpus = Optional.of(count(place, value));
        default ->
            throw new LauncherException(
                ErrorCode.INVALID_REQUEST,
                "$.job.resourceLimits["
                    + i
                    + "].type: expected one of "
                    + ENFORCED.stream().sorted().toList()
                    + ", found \""
                    + limits.get(i).type()
                    + "\"");
      }
    }
    if (swap.isPresent() && memory.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.resourceLimits: memorySwap limits swap space beside memory, so memory must be"
              + " limited too");
    }
    return new DockerLimits(processors, memory, swap, gpus);
  }

  private static DataSize memory(String place, String value) {
    DataSize size = size(number(place, value, BigDecimal.ZERO, MOST_MEGABYTES));
    if (size.bytes() < LEAST_MEMORY) {
      throw refusal(place, "at least 6.3 megabytes, which a container needs", value);
    }
    return size;
  }

  private static DataSize size(BigDecimal megabytes) {
    return new DataSize(megabytes.multiply(MEGABYTE).longValue());
  }

  private static long count(String place, String value) {
    BigDecimal number = number(place, value, BigDecimal.ZERO, BigDecimal.valueOf(MOST_GPUS));
    if (number.stripTrailingZeros().scale() > 0) {
      throw refusal(place, "a whole number", value);
    }
    return number.longValue();
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

  /** Writes the limits into the part of a request that is about the host. */
  void write(ObjectNode hostConfig) {
    processors.ifPresent(count -> hostConfig.put("NanoCpus", count.multiply(NANO).longValue()));
    memory.ifPresent(
        size -> {
          hostConfig.put("Memory", size.bytes());
          // The engine's limit of swap space is one of both together.
          hostConfig.put("MemorySwap", size.bytes() + swap.map(DataSize::bytes).orElse(0L));
        });
    nvidiaGpus
        .filter(count -> count > 0)
        .ifPresent(
            count -> {
              ObjectNode request = hostConfig.putArray("DeviceRequests").addObject();
              request.put("Count", count);
              request.putArray("Capabilities").addArray().add("gpu");
            });
  }
}
