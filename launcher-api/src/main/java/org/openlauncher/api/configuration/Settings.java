package org.openlauncher.api.configuration;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Checked values of declared options. Every option that was declared can be read; asking for
 * another one is a programming error and throws {@link IllegalArgumentException}. Immutable; safe
 * from any thread.
 */
@ProviderType
public interface Settings {
  /**
   * {@return the configured value, else the default, else empty}
   *
   * @param <T> the value's type
   * @param option a declared option
   */
  <T> Optional<T> find(ConfigurationOption<T> option);

  /**
   * {@return the configured value, else the default}
   *
   * @param <T> the value's type
   * @param option a declared option
   * @throws IllegalArgumentException where the option is neither required nor has a default
   */
  <T> T get(ConfigurationOption<T> option);

  /**
   * {@return where the value was set; empty for a default}
   *
   * @param option a declared option
   */
  Optional<Origin> origin(ConfigurationOption<?> option);

  /**
   * {@return the words for which a family of options was set; {@code find(family.member(word))} is
   * the value of one}
   *
   * @param family a declared option whose name ends in {@code -TYPE}
   */
  Set<String> members(ConfigurationOption<?> family);

  /**
   * {@return settings of which none was made: every option there may be has its default, or no
   * value}
   */
  static Settings unset() {
    return UnsetSettings.ONLY;
  }
}
