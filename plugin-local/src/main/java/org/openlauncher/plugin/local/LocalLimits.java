package org.openlauncher.plugin.local;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLimits;

/** The limits that jobs can have on this machine; others are refused, never passed over. */
final class LocalLimits {
  private static final BigDecimal BYTES_PER_MEGABYTE = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Set<String> enforced = new TreeSet<>();

  LocalLimits(Privileges privileges) {
    if (privileges.processorTimeLimit()) {
      enforced.add(ResourceLimit.CPU_TIME);
    }
    boolean memory =
        switch (privileges.memoryLimit()) {
          case ADDRESS_SPACE, CONTROL_GROUP_1, CONTROL_GROUP_2 -> true;
          case NONE -> false;
        };
    if (memory) {
      enforced.add(ResourceLimit.MEMORY);
    }
  }

  /** The types of the limits that are enforced. */
  Set<String> enforced() {
    return Set.copyOf(enforced);
  }

  /** The limits that users may set: without defaults, up to what they like. */
  List<ClusterInfo.LimitOffer> offers() {
    return enforced.stream()
        .map(type -> new ClusterInfo.LimitOffer(type, Optional.empty(), Optional.empty()))
        .toList();
  }

  /** Reads the limits of a job. */
  ProcessLimits of(JobSpecification specification) {
    Optional<Duration> processorTime = Optional.empty();
    Optional<DataSize> memory = Optional.empty();
    List<ResourceLimit> limits = specification.resourceLimits();
    for (int index = 0; index < limits.size(); index++) {
      ResourceLimit limit = limits.get(index);
      String member = "$.job.resourceLimits[" + index + "]";
      if (!enforced.contains(limit.type())) {
        throw invalid(
            member + ".type",
            enforced.isEmpty() ? "no limit, since none is enforced here" : "one of " + enforced,
            limit.type());
      }
      if (limit.type().equals(ResourceLimit.CPU_TIME)) {
        processorTime =
            Optional.of(
                Duration.ofSeconds(number(member, "seconds", limit.value(), BigDecimal.ONE)));
      } else {
        memory =
            Optional.of(
                new DataSize(number(member, "megabytes", limit.value(), BYTES_PER_MEGABYTE)));
      }
    }
    return new ProcessLimits(processorTime, memory);
  }

  /** A number above 0 in a unit, as a whole number of smaller ones, rounded up. */
  private static long number(String member, String unit, String text, BigDecimal smaller) {
    if (text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() > 0 && value.compareTo(MOST) <= 0) {
        return value.multiply(smaller).setScale(0, RoundingMode.CEILING).longValueExact();
      }
    }
    throw invalid(member + ".value", "a number of " + unit + " above 0, at most " + MOST, text);
  }

  private static LauncherException invalid(String member, String expected, String found) {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST, member + ": expected " + expected + ", found \"" + found + "\"");
  }
}
