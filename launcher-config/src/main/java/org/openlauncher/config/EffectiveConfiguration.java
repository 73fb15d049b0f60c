package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is in effect, with where it came from: what {@code check-config} shows.
 *
 * @param values in the order of files, sections and options
 */
public record EffectiveConfiguration(List<EffectiveValue> values) {
  /** Takes a copy of the list. */
  public EffectiveConfiguration {
    values = List.copyOf(values);
  }

  /** The configuration of the launcher and of those clusters whose files were read. */
  public static EffectiveConfiguration of(
      LauncherConfiguration launcher, List<ClusterSettings> clusters) {
    List<EffectiveValue> values = new ArrayList<>(launcher.values());
    clusters.forEach(cluster -> values.addAll(cluster.values()));
    return new EffectiveConfiguration(values);
  }

  /** The same with further values behind it. */
  public EffectiveConfiguration and(List<EffectiveValue> more) {
    List<EffectiveValue> all = new ArrayList<>(values);
    all.addAll(more);
    return new EffectiveConfiguration(all);
  }

  /** As text: a heading for each file and section, below it a line for each option. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    Optional<Path> file = Optional.empty();
    String heading = "";
    for (EffectiveValue value : values) {
      if (!file.equals(Optional.of(value.file()))) {
        file = Optional.of(value.file());
        heading = "";
        lines.add(value.file().toString());
      }
      if (!heading.equals(heading(value))) {
        heading = heading(value);
        lines.add("  " + heading);
      }
      lines.add("    " + line(value));
    }
    return List.copyOf(lines);
  }

  private static String heading(EffectiveValue value) {
    Optional<String> section = value.section().map(name -> "[" + name + "]");
    return value
        .cluster()
        .map(name -> section.map(text -> text + " (" + name + ")").orElse("cluster " + name))
        .or(() -> section)
        .orElse("");
  }

  private static String line(EffectiveValue value) {
    return value
            .value()
            .map(text -> value.option() + "=" + text)
            .orElse(value.option() + " not set")
        + "  ("
        + value.source()
        + ")";
  }
}
