package org.openlauncher.config.session;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.config.ConfigurationFile;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.NearestName;
import org.openlauncher.config.OptionValues;
import org.openlauncher.config.Problems;
import org.openlauncher.config.Quoted;

/**
 * A file of {@code key=value} lines that another program reads, too: what the launcher does not
 * know in it is no error.
 *
 * @param path the file
 * @param options the values of the launcher's keys
 * @param there whether there is such a file
 */
record SettingsFile(Path path, OptionValues options, boolean there) {

  /**
   * Reads a file that may be missing.
   *
   * @param own tells which unknown keys are likely to be mistakes, and are warned of
   */
  static SettingsFile read(
      Path path, List<ConfigurationOption<?>> options, Predicate<String> own, Problems problems) {
    Set<String> known =
        options.stream().map(ConfigurationOption::name).collect(Collectors.toUnmodifiableSet());
    Optional<ConfigurationFile> file =
        ConfigurationFile.readIfPresent(
            path, key -> known.contains(key) || own.test(key), problems);
    Section all =
        file.stream()
            .flatMap(read -> read.sections().stream())
            .filter(section -> section.header().isEmpty())
            .findFirst()
            .orElseGet(() -> new Section("", Optional.empty(), List.of()));
    for (Entry entry : all.entries()) {
      if (!known.contains(entry.key())) {
        problems.warning(
            entry.origin(),
            "the launcher does not know the key "
                + Quoted.of(entry.key())
                + "; "
                + NearestName.suggestion(entry.key(), known));
      }
    }
    List<Entry> usable =
        all.entries().stream()
            .filter(entry -> known.contains(entry.key()))
            .filter(entry -> !(entry.value().isEmpty() && mayBeBlank(entry.key(), options)))
            .toList();
    OptionValues values =
        OptionValues.read(
            path,
            new Section("", Optional.empty(), usable),
            path.getFileName().toString(),
            options,
            problems);
    return new SettingsFile(path, values, Files.exists(path, LinkOption.NOFOLLOW_LINKS));
  }

  /** "Leave blank": the same as leaving it out. */
  private static boolean mayBeBlank(String key, List<ConfigurationOption<?>> options) {
    return options.stream()
        .anyMatch(option -> option.name().equals(key) && option.defaultValue().isEmpty());
  }

  List<EffectiveValue> listed() {
    return options.listed(path, Optional.empty(), Optional.empty());
  }

  <T> Sourced<T> get(ConfigurationOption<T> option) {
    return new Sourced<>(options.get(option), options.origin(option));
  }

  <T> Optional<Sourced<T>> find(ConfigurationOption<T> option) {
    return options.find(option).map(value -> new Sourced<>(value, options.origin(option)));
  }
}
