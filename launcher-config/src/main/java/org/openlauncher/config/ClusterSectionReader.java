package org.openlauncher.config;

import static org.openlauncher.api.configuration.ConfigurationOption.optional;
import static org.openlauncher.api.configuration.ConfigurationOption.required;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.ValueType;
import org.openlauncher.config.ConfigurationFile.Section;

/** Makes {@link ClusterSection}s of launcher.conf's {@code [cluster]} sections. */
final class ClusterSectionReader {
  static final ConfigurationOption<String> NAME =
      required("name", ValueType.text(), "What users call the cluster.");
  static final ConfigurationOption<String> TYPE =
      required("type", ValueType.text(), "Which plugin serves the cluster.");
  static final ConfigurationOption<Path> EXE =
      optional("exe", ValueType.absolutePath(), "The executable of a native plugin.");
  static final ConfigurationOption<Path> CONFIG_FILE =
      optional("config-file", ValueType.absolutePath(), "The file of the cluster's own options.");
  static final ConfigurationOption<List<String>> ALLOWED_GROUPS =
      optional("allowed-groups", ValueType.list(), "The groups whose members may use the cluster.");
  static final List<ConfigurationOption<?>> ALL =
      List.of(NAME, TYPE, EXE, CONFIG_FILE, ALLOWED_GROUPS);

  private final ConfigurationFolder folder;
  private final Path file;
  private final Problems problems;
  private final Map<String, Origin> names = new HashMap<>();
  private final List<ClusterSection> clusters = new ArrayList<>();
  private final List<EffectiveValue> listed = new ArrayList<>();

  ClusterSectionReader(ConfigurationFolder folder, Path file, Problems problems) {
    this.folder = folder;
    this.file = file;
    this.problems = problems;
  }

  void read(Section section, Origin header) {
    OptionValues checked = OptionValues.read(file, section, "[cluster]", ALL, problems);
    Optional<String> name = checked.find(NAME).filter(text -> nameIsUsable(text, checked));
    Optional<String> type = checked.find(TYPE);
    if (name.isEmpty() || type.isEmpty()) {
      return;
    }
    Path usualFile = folder.file("launcher." + name.get().toLowerCase(Locale.ROOT) + ".conf");
    OptionValues values =
        OptionValues.read(
            file,
            section,
            "[cluster]",
            new ComputedDefaults().with(CONFIG_FILE, usualFile).applyTo(ALL),
            new Problems());
    clusters.add(
        new ClusterSection(
            name.get(),
            type.get(),
            values.find(EXE),
            values.origin(EXE),
            values.get(CONFIG_FILE),
            values.find(ALLOWED_GROUPS),
            Optional.empty(),
            header));
    listed.addAll(values.listed(file, Optional.of("cluster"), name));
  }

  private boolean nameIsUsable(String name, OptionValues values) {
    Origin origin = values.origin(NAME).orElseThrow();
    if (!SafeName.isSafe(name)) {
      problems.error(origin, "name: expected " + SafeName.EXPECTED + ", found " + Quoted.of(name));
      return false;
    }
    if (SafeName.isTaken(name)) {
      problems.error(
          origin,
          "name: expected a name whose files are not those of something else, found "
              + Quoted.of(name));
      return false;
    }
    Origin first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), origin);
    if (first != null) {
      problems.error(
          origin,
          "name: expected a name that no other cluster has, found "
              + Quoted.of(name)
              + " as in line "
              + first.line()
              + " (upper and lower case are the same here)");
      return false;
    }
    return true;
  }

  List<ClusterSection> clusters() {
    return List.copyOf(clusters);
  }

  List<EffectiveValue> listed() {
    return List.copyOf(listed);
  }
}
