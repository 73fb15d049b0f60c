package org.openlauncher.api.configuration;

/**
 * An amount of data.
 *
 * @param bytes how many bytes; never negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final long BYTES_PER_MEGABYTE = 1_000_000L;

  /** Refuses a negative amount. */
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("an amount of data can't be negative: " + bytes);
    }
  }

  /** An amount in megabytes of 10^6 bytes, the unit of memory on the wire. */
  public static DataSize ofMegabytes(long megabytes) {
    return new DataSize(Math.multiplyExact(megabytes, BYTES_PER_MEGABYTE));
  }

  /** The amount in megabytes of 10^6 bytes. */
  public double megabytes() {
    return (double) bytes / BYTES_PER_MEGABYTE;
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
