package org.openlauncher.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.configuration.Settings;

/**
 * What the profiles of one cluster say for one user: of each option the value of the most special
 * section that sets it.
 */
public final class EffectiveProfile implements Settings {
  private final OptionValues values;

  EffectiveProfile(OptionValues values) {
    this.values = values;
  }

  /**
   * What a limit is for the user.
   *
   * @param type the type of {@link org.openlauncher.api.job.ResourceLimit}
   * @param byDefault what a job gets that asks for nothing
   * @param maximum the most that it may ask for
   */
  public record Limit(String type, Optional<Amount> byDefault, Optional<Amount> maximum) {}

  /**
   * One number of a limit.
   *
   * @param option the option that says it
   * @param value in the unit that the limit's type has on the wire
   * @param origin where it stands
   */
  public record Amount(String option, BigDecimal value, Origin origin) {
    /** As it stands on the wire. */
    public String text() {
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
  }

  /** All limits that are set; 0, which stands for no limit, is left out. */
  public List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    for (ProfileLimit<?> limit : ProfileOptions.LIMITS) {
      if (values.declares(limit.maximum())) {
        each(limit).stream()
            .map(this::limit)
            .filter(found -> found.byDefault().isPresent() || found.maximum().isPresent())
            .forEach(limits::add);
      }
    }
    return limits;
  }

  private List<ProfileLimit<?>> each(ProfileLimit<?> limit) {
    if (!limit.maximum().isFamily()) {
      return List.of(limit);
    }
    Set<String> words = new TreeSet<>();
    limit.options().forEach(option -> words.addAll(values.members(option)));
    return words.stream().<ProfileLimit<?>>map(limit::member).toList();
  }

  private <T> Limit limit(ProfileLimit<T> limit) {
    return new Limit(
        limit.type(),
        limit.byDefault().flatMap(option -> amount(values, option, limit.amount())),
        amount(values, limit.maximum(), limit.amount()));
  }

  /** The amount that an option says; empty where it says 0 or nothing. */
  static <T> Optional<Amount> amount(
      OptionValues values, ConfigurationOption<T> option, Function<T, BigDecimal> number) {
    if (!values.declares(option)) {
      return Optional.empty();
    }
    return values
        .find(option)
        .map(number)
        .filter(amount -> amount.signum() > 0)
        .flatMap(
            amount ->
                values.origin(option).map(origin -> new Amount(option.name(), amount, origin)));
  }

  /** Whether clusters of this type have the option. */
  public boolean declares(ConfigurationOption<?> option) {
    return values.declares(option);
  }

  @Override
  public <T> Optional<T> find(ConfigurationOption<T> option) {
    return values.find(option);
  }

  @Override
  public <T> T get(ConfigurationOption<T> option) {
    return values.get(option);
  }

  @Override
  public Optional<Origin> origin(ConfigurationOption<?> option) {
    return values.origin(option);
  }

  @Override
  public Set<String> members(ConfigurationOption<?> family) {
    return values.members(family);
  }

  OptionValues values() {
    return values;
  }
}
