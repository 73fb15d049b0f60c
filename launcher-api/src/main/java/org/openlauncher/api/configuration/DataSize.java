package org.openlauncher.api.configuration;

/**
 * An amount of data.
 *
 * @param bytes how many bytes; never negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final long BYTES_PER_MEGABYTE = 1_000_000L;

  /**
   * Refuses a negative amount.
   *
   * @param bytes how many bytes; never negative
   */
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("an amount of data can't be negative: " + bytes);
    }
  }

  /**
   * {@return an amount in megabytes of 10^6 bytes, the unit of memory on the wire}
   *
   * @param megabytes a number of megabytes
   */
  public static DataSize ofMegabytes(long megabytes) {
    return new DataSize(Math.multiplyExact(megabytes, BYTES_PER_MEGABYTE));
  }

  /** {@return the amount in megabytes of 10^6 bytes} */
  public double megabytes() {
    return (double) bytes / BYTES_PER_MEGABYTE;
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
