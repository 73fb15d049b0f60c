package org.openlauncher.plugin.slurm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;

/**
 * What jobs may ask for, and what that is in Slurm's units; anything else is refused, never passed
 * over.
 */
final class SlurmLimits {
  private static final BigDecimal BYTES_PER_MEGABYTE = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal BYTES_PER_KIBIBYTE = BigDecimal.valueOf(1024);
  private static final BigDecimal SECONDS_PER_MINUTE = BigDecimal.valueOf(60);
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final boolean gpus;
  private final Supplier<Set<String>> kinds;

  /**
   * @param gpus whether jobs may ask for GPUs
   * @param kinds the kinds that they may ask for, as far as they are known; never blocks
   */
  SlurmLimits(boolean gpus, Supplier<Set<String>> kinds) {
    this.gpus = gpus;
    this.kinds = kinds;
  }

  /** The types of the limits that are enforced, in order. */
  Set<String> enforced() {
    Set<String> enforced =
        new TreeSet<>(
            Set.of(ResourceLimit.CPU_COUNT, ResourceLimit.MEMORY, ResourceLimit.WALL_TIME));
    if (gpus) {
      enforced.add(ResourceLimit.GPUS);
      kinds.get().forEach(kind -> enforced.add(ResourceLimit.GPUS_OF_KIND + kind));
    }
    return enforced;
  }

  /** The limits that users may set. */
  List<ClusterInfo.LimitOffer> offers() {
    return enforced().stream()
        .map(type -> new ClusterInfo.LimitOffer(type, Optional.empty(), Optional.empty()))
        .toList();
  }

  /** What a job needs, by its limits. */
  SlurmResources of(JobSpecification specification) {
    Optional<Long> processors = Optional.empty();
    Optional<Long> kibibytes = Optional.empty();
    Optional<Long> minutes = Optional.empty();
    List<String> gpus = new ArrayList<>();
    Set<String> enforced = enforced();
    List<ResourceLimit> limits = specification.resourceLimits();
    for (int index = 0; index < limits.size(); index++) {
      ResourceLimit limit = limits.get(index);
      String member = "$.job.resourceLimits[" + index + "]";
      if (!enforced.contains(limit.type())) {
        throw invalid(member + ".type", "one of " + enforced, limit.type());
      }
      switch (limit.type()) {
        case ResourceLimit.CPU_COUNT ->
            processors = Optional.of(whole(member, "processors", limit.value()));
        case ResourceLimit.MEMORY ->
            kibibytes =
                Optional.of(
                    number(member, "megabytes", limit.value())
                        .multiply(BYTES_PER_MEGABYTE)
                        .divide(BYTES_PER_KIBIBYTE, 0, RoundingMode.CEILING)
                        .longValueExact());
        case ResourceLimit.WALL_TIME ->
            minutes =
                Optional.of(
                    number(member, "seconds", limit.value())
                        .divide(SECONDS_PER_MINUTE, 0, RoundingMode.CEILING)
                        .longValueExact());
        default -> {
          String kind =
              limit.type().equals(ResourceLimit.GPUS)
                  ? ""
                  : limit.type().substring(ResourceLimit.GPUS_OF_KIND.length()) + ":";
          gpus.add("gpu:" + kind + whole(member, "GPUs", limit.value()));
        }
      }
    }
    return new SlurmResources(processors, kibibytes, minutes, gpus);
  }

  private static long whole(String member, String unit, String text) {
    BigDecimal value = number(member, unit, text);
    if (value.stripTrailingZeros().scale() > 0) {
      throw invalid(member + ".value", "a whole number of " + unit, text);
    }
    return value.longValueExact();
  }

  private static BigDecimal number(String member, String unit, String text) {
    if (text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() > 0 && value.compareTo(MOST) <= 0) {
        return value;
      }
    }
    throw invalid(member + ".value", "a number of " + unit + " above 0, at most " + MOST, text);
  }

  static LauncherException invalid(String member, String expected, String found) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST, member + ": expected " + expected + ", found \"" + found + "\"");
  }
}
