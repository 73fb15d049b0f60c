package org.openlauncher.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Durations of the same thing, sorted. */
record Samples(List<Duration> sorted) {
  private static final double MIDDLE = 0.5;
  private static final double TAIL = 0.99;

  Samples {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Samples ofNanos(long[] nanos) {
    return new Samples(Arrays.stream(nanos).mapToObj(Duration::ofNanos).toList());
  }

  Duration median() {
    return quantile(MIDDLE);
  }

  Duration tail() {
    return quantile(TAIL);
  }

  private Duration quantile(double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
  }

  /** Median and 99th percentile, for the table. */
  String text() {
    return Figures.milliseconds(median()) + " / " + Figures.milliseconds(tail()) + " ms";
  }
}
