package org.openlauncher.contract;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;

/** Settings as the launcher would have read them from a file with these keys and texts. */
public final class TextSettings implements Settings {
  private static final Path FILE = Path.of("/etc/rstudio/launcher.contract.conf");

  private final List<ConfigurationOption<?>> options;
  private final Map<String, String> texts;
  private final Map<String, Origin> origins = new HashMap<>();

  /**
   * Checks the texts as the launcher does.
   *
   * @param options all options that there are
   * @param texts the text of each option that is set
   */
  public TextSettings(List<ConfigurationOption<?>> options, Map<String, String> texts) {
    this.options = List.copyOf(options);
    this.texts = Map.copyOf(texts);
    int line = 0;
    for (Map.Entry<String, String> entry : this.texts.entrySet()) {
      ConfigurationOption<?> option =
          this.options.stream()
              .filter(
                  candidate ->
                      candidate.name().equals(entry.getKey())
                          || candidate.wordIn(entry.getKey()).isPresent())
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("there is no option " + entry.getKey()));
      if (option.type().parse(entry.getValue()).isEmpty()) {
        throw new IllegalArgumentException(
            option.name() + " expects " + option.type().expected() + ": " + entry.getValue());
      }
      line++;
      origins.put(entry.getKey(), new Origin(FILE, line));
    }
    for (ConfigurationOption<?> option : this.options) {
      if (option.required() && !this.texts.containsKey(option.name())) {
        throw new IllegalArgumentException("option " + option.name() + " must be set");
      }
    }
  }

  @Override
  public <T> Optional<T> find(ConfigurationOption<T> option) {
    requireDeclared(option);
    String text = texts.get(option.name());
    return text == null ? option.defaultValue() : option.type().parse(text);
  }

  @Override
  public <T> T get(ConfigurationOption<T> option) {
    return find(option)
        .orElseThrow(() -> new IllegalArgumentException(option.name() + " has no value"));
  }

  @Override
  public Optional<Origin> origin(ConfigurationOption<?> option) {
    requireDeclared(option);
    return Optional.ofNullable(origins.get(option.name()));
  }

  @Override
  public Set<String> members(ConfigurationOption<?> family) {
    requireDeclared(family);
    return texts.keySet().stream()
        .flatMap(key -> family.wordIn(key).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isMember(ConfigurationOption<?> option) {
    return options.stream().anyMatch(family -> family.wordIn(option.name()).isPresent());
  }

  private void requireDeclared(ConfigurationOption<?> option) {
    if (!options.contains(option) && !isMember(option)) {
      throw new IllegalArgumentException("option " + option.name() + " was not declared");
    }
  }
}
