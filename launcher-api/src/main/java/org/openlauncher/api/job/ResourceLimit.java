package org.openlauncher.api.job;

import java.util.Objects;

/**
 * How much of a resource a job may use.
 *
 * @param type one of the constants here, or a word of the cluster's own
 * @param value a number as text, in the type's unit
 */
public record ResourceLimit(String type, String value) {
  /** A number of processors, may have a fraction. */
  public static final String CPU_COUNT = "cpuCount";

  /** Processor time in seconds. */
  public static final String CPU_TIME = "cpuTime";

  /** Memory in megabytes of 10^6 bytes. */
  public static final String MEMORY = "memory";

  /** Swap space in megabytes of 10^6 bytes. */
  public static final String MEMORY_SWAP = "memorySwap";

  /** Refuses an empty type. */
  public ResourceLimit {
    Objects.requireNonNull(value);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("a resource limit needs a type");
    }
  }
}
