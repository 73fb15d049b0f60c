package org.openlauncher.api.configuration;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Checked values of declared options. Every option that was declared can be read; asking for
 * another one is a programming error and throws {@link IllegalArgumentException}. Immutable; safe
 * from any thread.
 */
@ProviderType
public interface Settings {
  /** The configured value, else the default, else empty. */
  <T> Optional<T> find(ConfigurationOption<T> option);

  /**
   * The configured value, else the default.
   *
   * @throws IllegalArgumentException where the option is neither required nor has a default
   */
  <T> T get(ConfigurationOption<T> option);

  /** Where the value was set; empty for a default. */
  Optional<Origin> origin(ConfigurationOption<?> option);
}
