package org.openlauncher.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.configuration.ConfigurationOption;

/** Options whose defaults depend on other values of the configuration. */
final class ComputedDefaults {
  private final Map<String, ConfigurationOption<?>> options = new LinkedHashMap<>();

  /** Gives an option that may be left out its default. */
  <T> ComputedDefaults with(ConfigurationOption<T> option, T value) {
    options.put(
        option.name(),
        ConfigurationOption.withDefault(option.name(), option.type(), value, option.description()));
    return this;
  }

  /** The options in their order, those with a computed default replaced. */
  List<ConfigurationOption<?>> applyTo(List<ConfigurationOption<?>> declared) {
    return declared.stream()
        .<ConfigurationOption<?>>map(option -> options.getOrDefault(option.name(), option))
        .toList();
  }
}
