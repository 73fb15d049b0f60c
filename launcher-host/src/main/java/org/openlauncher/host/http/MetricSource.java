package org.openlauncher.host.http;

import java.util.List;
import java.util.Map;

/**
 * Contributes numbers to {@code /metrics}. Asked at each scrape, from any thread; must not block.
 */
@FunctionalInterface
public interface MetricSource {
  /** The numbers as they are now. */
  List<Metric> metrics();

  /**
   * One number with all its variants.
   *
   * @param name as in the Prometheus text format: small letters, digits and underscores
   * @param help one sentence
   * @param type what kind of number it is
   * @param samples its variants
   */
  record Metric(String name, String help, Type type, List<Sample> samples) {
    /** Takes a copy of the list. */
    public Metric {
      samples = List.copyOf(samples);
    }

    /** A number without variants. */
    public static Metric of(String name, String help, Type type, double value) {
      return new Metric(name, help, type, List.of(new Sample(Map.of(), value)));
    }
  }

  /** What kind of number it is. */
  enum Type {
    /** May go up and down. */
    GAUGE("gauge"),
    /** Only goes up. */
    COUNTER("counter"),
    /** Samples that end in {@code _sum} and {@code _count}. */
    SUMMARY("summary");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /**
   * One variant of a number.
   *
   * @param suffix what follows the metric's name: empty, {@code _sum} or {@code _count}
   * @param labels what tells it from the others
   * @param value the number
   */
  record Sample(String suffix, Map<String, String> labels, double value) {
    /** Takes a copy of the labels. */
    public Sample {
      labels = Map.copyOf(labels);
    }

    /** A variant that has the metric's own name. */
    public Sample(Map<String, String> labels, double value) {
      this("", labels, value);
    }
  }
}
