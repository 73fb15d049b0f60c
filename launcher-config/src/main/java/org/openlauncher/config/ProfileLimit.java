package org.openlauncher.config;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;

/**
 * A resource of which profiles limit the use.
 *
 * @param type the type of {@link org.openlauncher.api.job.ResourceLimit}; where the options are
 *     families, what the types begin with
 * @param byDefault what a job gets that asks for nothing
 * @param maximum the most that a job may ask for
 * @param amount the number on the wire, in the type's unit; 0 stands for no limit
 */
public record ProfileLimit<T>(
    String type,
    Optional<ConfigurationOption<T>> byDefault,
    ConfigurationOption<T> maximum,
    Function<T, BigDecimal> amount) {
  /** Refuses nulls. */
  public ProfileLimit {
    Objects.requireNonNull(type);
    Objects.requireNonNull(byDefault);
    Objects.requireNonNull(maximum);
    Objects.requireNonNull(amount);
  }

  /** The limit of this family for one word. */
  ProfileLimit<T> member(String word) {
    return new ProfileLimit<>(
        type + word, byDefault.map(option -> option.member(word)), maximum.member(word), amount);
  }

  /** Its options. */
  Stream<ConfigurationOption<?>> options() {
    return Stream.concat(byDefault.stream(), Stream.of(maximum));
  }
}
