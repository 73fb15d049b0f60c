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

  /**
   * Time from the moment when the job began to run, in seconds; while it is suspended the clock
   * goes on. The launcher itself ends a job in time on clusters that don't enforce this.
   */
  public static final String WALL_TIME = "wallTime";

  /** A number of graphics processors by NVIDIA. */
  public static final String NVIDIA_GPUS = "nvidiaGpus";

  /** A number of graphics processors by AMD. */
  public static final String AMD_GPUS = "amdGpus";

  /** A number of graphics processors of any kind. */
  public static final String GPUS = "gpus";

  /** Begins the type for graphics processors of one kind: {@code gpus-a100}. */
  public static final String GPUS_OF_KIND = "gpus-";

  /**
   * Refuses an empty type.
   *
   * @param type one of the constants here, or a word of the cluster's own
   * @param value a number as text, in the type's unit
   */
  public ResourceLimit {
    Objects.requireNonNull(value);
    if (type.isEmpty()) {
      throw new IllegalArgumentException("a resource limit needs a type");
    }
  }
}
