package org.openlauncher.host.profiles;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.config.EffectiveProfile;

/**
 * A request while the rules go over it: what it has become so far, what was applied, and what is
 * wrong with it.
 */
final class Draft {
  private final JobSpecification asked;
  private final EffectiveProfile profile;
  private final Capabilities capabilities;
  private final JobSpecification.Builder result;
  private final Map<String, AppliedLimit> applied = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  Draft(JobSpecification asked, EffectiveProfile profile, Capabilities capabilities) {
    this.asked = asked;
    this.profile = profile;
    this.capabilities = capabilities;
    this.result = asked.toBuilder();
  }

  /** What the owner asked for. */
  JobSpecification asked() {
    return asked;
  }

  EffectiveProfile profile() {
    return profile;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  /** What the cluster will be given. */
  JobSpecification.Builder result() {
    return result;
  }

  void apply(AppliedLimit limit) {
    applied.put(limit.name(), limit);
  }

  /**
   * @param member below {@code $.job}
   */
  void problem(String member, String message) {
    problems.add("$.job." + member + ": " + message);
  }

  /** The value of an option with the line that sets it; empty where nobody does. */
  <T> Optional<Sourced<T>> set(ConfigurationOption<T> option) {
    if (!profile.declares(option)) {
      return Optional.empty();
    }
    return profile
        .origin(option)
        .flatMap(
            origin ->
                profile.find(option).map(value -> new Sourced<>(option.name(), value, origin)));
  }

  Permitted permitted(Optional<Quota> quota) {
    if (!problems.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          String.join("; ", problems),
          Map.of("problems", List.copyOf(problems)));
    }
    quota.map(Quota::applied).ifPresent(this::apply);
    return new Permitted(result.build(), List.copyOf(applied.values()), quota, profile);
  }

  /**
   * A configured value.
   *
   * @param option the option's name
   * @param value its value
   * @param origin where it stands
   */
  record Sourced<T>(String option, T value, Origin origin) {
    /** Option and place, for messages. */
    String place() {
      return option + ", " + origin;
    }
  }
}
