package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;

/** The values of one section, each checked against the option that it belongs to. */
public final class OptionValues implements Settings {
  private final Map<String, Value<?>> values;

  private OptionValues(Map<String, Value<?>> values) {
    this.values = values;
  }

  private record Value<T>(
      ConfigurationOption<T> option, Optional<T> value, Optional<Origin> origin) {
    Optional<String> shown() {
      return value.map(present -> Secrets.masked(option.name(), option.type().format(present)));
    }

    /** The value may be a secret. */
    @Override
    public String toString() {
      return option.name();
    }
  }

  /**
   * Checks a section. A text that does not fit is a problem, and the value is then the default, so
   * that checking can go on.
   *
   * @param place what lacks a required option, for the message: {@code [cluster]}
   */
  public static OptionValues read(
      Path file,
      Section section,
      String place,
      List<? extends ConfigurationOption<?>> options,
      Problems problems) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    section.entries().forEach(entry -> entries.put(entry.key(), entry));
    Map<String, Value<?>> values = new LinkedHashMap<>();
    for (ConfigurationOption<?> option : withMembers(options, entries.keySet())) {
      Optional<Entry> entry =
          option.isFamily() ? Optional.empty() : Optional.ofNullable(entries.remove(option.name()));
      if (entry.isEmpty() && option.required()) {
        missing(file, section, place, option, problems);
      }
      if (values.put(option.name(), value(option, entry, problems)) != null) {
        throw new IllegalArgumentException("option " + option.name() + " is declared twice");
      }
    }
    entries.values().forEach(entry -> unknown(entry, options, values.keySet(), problems));
    return new OptionValues(values);
  }

  private static void unknown(
      Entry entry,
      List<? extends ConfigurationOption<?>> options,
      Set<String> known,
      Problems problems) {
    boolean family = options.stream().anyMatch(option -> option.name().equals(entry.key()));
    problems.error(
        entry.origin(),
        family
            ? entry.key()
                + ": expected a kind in the place of TYPE, such as "
                + entry.key().replace("TYPE", "a100")
            : "unknown key "
                + Quoted.of(entry.key())
                + "; "
                + NearestName.suggestion(entry.key(), known));
  }

  /** Only what the section sets, for {@link #merged}. */
  OptionValues onlySet() {
    Map<String, Value<?>> set = new LinkedHashMap<>(values);
    set.values().removeIf(value -> value.origin().isEmpty());
    return new OptionValues(set);
  }

  /**
   * Of each option the value of the last one that sets it, else the default.
   *
   * @param options what may be set, families among it
   * @param sections what each of some sections sets, in the order of their weight
   */
  static OptionValues merged(
      List<? extends ConfigurationOption<?>> options, List<OptionValues> sections) {
    Map<String, Value<?>> values = new LinkedHashMap<>();
    options.forEach(option -> values.put(option.name(), unset(option)));
    sections.forEach(section -> values.putAll(section.values));
    return new OptionValues(values);
  }

  private static <T> Value<T> unset(ConfigurationOption<T> option) {
    return new Value<>(option, option.defaultValue(), Optional.empty());
  }

  /** Whether a value comes from that line. */
  boolean sets(Origin origin) {
    return values.values().stream()
        .anyMatch(value -> value.origin().filter(origin::equals).isPresent());
  }

  boolean declares(ConfigurationOption<?> option) {
    return values.containsKey(option.name());
  }

  /** Behind each family those of its options that the section sets. */
  private static List<ConfigurationOption<?>> withMembers(
      List<? extends ConfigurationOption<?>> options, Set<String> keys) {
    Set<String> names =
        options.stream().map(ConfigurationOption::name).collect(Collectors.toUnmodifiableSet());
    List<ConfigurationOption<?>> all = new ArrayList<>();
    for (ConfigurationOption<?> option : options) {
      all.add(option);
      if (option.isFamily()) {
        keys.stream()
            .filter(key -> !names.contains(key))
            .sorted()
            .flatMap(key -> option.wordIn(key).stream())
            .forEach(word -> all.add(option.member(word)));
      }
    }
    return all;
  }

  private static void missing(
      Path file, Section section, String place, ConfigurationOption<?> option, Problems problems) {
    String message = place + ": the key \"" + option.name() + "\" is required and missing";
    section
        .header()
        .ifPresentOrElse(
            header -> problems.error(header, message), () -> problems.error(file, message));
  }

  private static <T> Value<T> value(
      ConfigurationOption<T> option, Optional<Entry> entry, Problems problems) {
    Optional<T> parsed = entry.flatMap(present -> option.type().parse(present.value()));
    if (entry.isPresent() && parsed.isEmpty()) {
      wrong(entry.get(), option.type().expected(), problems);
    }
    return new Value<>(option, parsed.or(option::defaultValue), entry.map(Entry::origin));
  }

  private static void wrong(Entry entry, String expected, Problems problems) {
    String found =
        entry.value().isEmpty() ? "nothing" : Quoted.of(Secrets.masked(entry.key(), entry.value()));
    problems.error(entry.origin(), entry.key() + ": expected " + expected + ", found " + found);
  }

  @Override
  public <T> Optional<T> find(ConfigurationOption<T> option) {
    Value<?> value = valueOf(option);
    // The same type object made it: it is a T.
    @SuppressWarnings("unchecked")
    Optional<T> found = (Optional<T>) value.value();
    return found;
  }

  @Override
  public <T> T get(ConfigurationOption<T> option) {
    return find(option)
        .orElseThrow(
            () -> new IllegalArgumentException("option " + option.name() + " has no value"));
  }

  @Override
  public Optional<Origin> origin(ConfigurationOption<?> option) {
    return valueOf(option).origin();
  }

  @Override
  public Set<String> members(ConfigurationOption<?> family) {
    valueOf(family);
    return values.keySet().stream()
        .flatMap(key -> family.wordIn(key).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The names of the options that have another value there. */
  List<String> changed(OptionValues other) {
    return Stream.concat(values.keySet().stream(), other.values.keySet().stream())
        .distinct()
        .filter(name -> !valueIn(values, name).equals(valueIn(other.values, name)))
        .toList();
  }

  private static Optional<?> valueIn(Map<String, Value<?>> values, String name) {
    return Optional.ofNullable(values.get(name)).flatMap(Value::value);
  }

  /** All values with where they come from, secrets hidden. */
  public List<EffectiveValue> listed(
      Path file, Optional<String> section, Optional<String> cluster) {
    return values.values().stream()
        .filter(value -> !value.option().isFamily())
        .map(
            value ->
                new EffectiveValue(
                    file, section, cluster, value.option().name(), value.shown(), value.origin()))
        .toList();
  }

  private Value<?> valueOf(ConfigurationOption<?> option) {
    Value<?> value = values.get(option.name());
    if (value == null || value.option().type() != option.type()) {
      throw new IllegalArgumentException("option " + option.name() + " was not declared");
    }
    return value;
  }
}
