package org.openlauncher.bench;

import java.time.Duration;
import java.util.Locale;

/** Numbers as the table shows them. */
final class Figures {
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private Figures() {}

  static String milliseconds(Duration duration) {
    return number(duration.toNanos() / NANOS_PER_MILLISECOND);
  }

  static String megabytes(long bytes) {
    return number(bytes / BYTES_PER_MEGABYTE) + " MB";
  }

  /** Three digits that count, and no more. */
  static String number(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }
}
