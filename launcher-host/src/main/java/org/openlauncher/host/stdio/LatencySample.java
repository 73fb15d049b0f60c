package org.openlauncher.host.stdio;

import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/** How long the cluster took to answer, since this was last told. */
final class LatencySample {
  private static final double[] BOUNDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10, 30};
  private static final double NANOSECONDS = 1e9;

  private long[] counts = new long[BOUNDS.length];
  private double sum;

  synchronized void add(Duration took) {
    double seconds = took.toNanos() / NANOSECONDS;
    sum += seconds;
    for (int index = 0; index < BOUNDS.length; index++) {
      if (seconds <= BOUNDS[index]) {
        counts[index]++;
        return;
      }
    }
  }

  /** Writes the members, and begins anew. */
  synchronized void write(JsonGenerator generator) {
    generator.writeName("buckets");
    generator.writeArray(counts, 0, counts.length);
    generator.writeNumberProperty("sum", sum);
    counts = new long[BOUNDS.length];
    sum = 0;
  }
}
