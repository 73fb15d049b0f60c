package org.openlauncher.host.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes numbers in the text format of Prometheus, version 0.0.4. */
final class PrometheusText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private PrometheusText() {}

  static byte[] write(List<MetricSource.Metric> metrics) {
    StringBuilder text = new StringBuilder();
    for (MetricSource.Metric metric : metrics) {
      text.append("# HELP ").append(metric.name()).append(' ');
      text.append(metric.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
      text.append("# TYPE ").append(metric.name()).append(' ');
      text.append(metric.type().wireName()).append('\n');
      for (MetricSource.Sample sample : metric.samples()) {
        text.append(metric.name()).append(sample.suffix()).append(labels(sample.labels()));
        text.append(' ').append(number(sample.value())).append('\n');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String labels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=\"" + escape(label.getValue()) + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
