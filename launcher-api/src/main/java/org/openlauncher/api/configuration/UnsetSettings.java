package org.openlauncher.api.configuration;

import java.util.Optional;
import java.util.Set;

/** Every option as it is where nobody set it. */
enum UnsetSettings implements Settings {
  ONLY;

  @Override
  public <T> Optional<T> find(ConfigurationOption<T> option) {
    return option.defaultValue();
  }

  @Override
  public <T> T get(ConfigurationOption<T> option) {
    return find(option)
        .orElseThrow(
            () -> new IllegalArgumentException("option " + option.name() + " has no value"));
  }

  @Override
  public Optional<Origin> origin(ConfigurationOption<?> option) {
    return Optional.empty();
  }

  @Override
  public Set<String> members(ConfigurationOption<?> family) {
    return Set.of();
  }
}
