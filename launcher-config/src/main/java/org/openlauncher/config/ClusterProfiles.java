package org.openlauncher.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ConfigurationFile.Section;
import org.openlauncher.config.EffectiveProfile.Amount;
import org.openlauncher.config.EffectiveProfile.Limit;

/**
 * What users may use at one cluster: its profiles and its named sizes. Immutable; safe from any
 * thread.
 *
 * @param profiles who may use what
 * @param sizes the sizes that jobs can name
 */
public record ClusterProfiles(Profiles profiles, ResourceProfiles sizes) {

  /** Neither file says anything. */
  public static ClusterProfiles none() {
    Path nowhere = Path.of("/");
    return new ClusterProfiles(
        new Profiles(nowhere, ProfileOptions.ALL, List.of()), ResourceProfiles.none(nowhere));
  }

  /**
   * Reads both files. Those that the cluster's own file names must exist; those of the usual names
   * need not.
   *
   * @param pluginOptions what the plugin's {@code profileOptions()} answered
   * @param problems takes what is wrong; where it then has errors, nothing of it may take effect
   */
  public static ClusterProfiles read(
      ClusterSection cluster,
      ClusterSettings settings,
      List<ConfigurationOption<?>> pluginOptions,
      UserDirectory users,
      Problems problems) {
    pluginOptions.stream()
        .filter(ConfigurationOption::required)
        .findFirst()
        .ifPresent(
            option -> {
              throw new IllegalArgumentException(
                  "option " + option.name() + " of profiles can't be required");
            });
    ResourceProfiles sizes =
        ResourceProfiles.read(
            settings.get(ClusterOptions.RESOURCE_PROFILE_CONFIG),
            cluster.name(),
            sections(settings, ClusterOptions.RESOURCE_PROFILE_CONFIG, problems),
            problems);
    Profiles profiles =
        new ProfilesReader(
                settings.get(ClusterOptions.PROFILE_CONFIG),
                pluginOptions,
                new Accounts(users),
                problems)
            .read(sections(settings, ClusterOptions.PROFILE_CONFIG, problems));
    ClusterProfiles read = new ClusterProfiles(profiles, sizes);
    read.checkNames(problems);
    return read;
  }

  private static List<Section> sections(
      ClusterSettings settings, ConfigurationOption<Path> option, Problems problems) {
    Path file = settings.get(option);
    Optional<Origin> named = settings.origin(option);
    return (named.isPresent()
            ? ConfigurationFile.read(
                file, option.name() + " in " + named.get() + " names it", problems)
            : ConfigurationFile.readIfPresent(file, problems))
        .map(ConfigurationFile::sections)
        .orElse(List.of());
  }

  /** A plugin may know sizes of its own, so that a name which is not in the file is no error. */
  private void checkNames(Problems problems) {
    Set<String> known = new HashSet<>(Set.of(ResourceProfiles.CUSTOM));
    sizes.all().forEach(size -> known.add(size.key()));
    for (ProfileSection section : profiles.sections()) {
      if (!section.values().declares(ProfileOptions.RESOURCE_PROFILES)) {
        continue;
      }
      Origin origin = section.values().origin(ProfileOptions.RESOURCE_PROFILES).orElseThrow();
      for (String name :
          section.values().find(ProfileOptions.RESOURCE_PROFILES).orElse(List.of())) {
        if (!known.contains(name)) {
          problems.warning(
              origin,
              "resource-profiles: "
                  + sizes.file()
                  + " has no ["
                  + name
                  + "]; "
                  + NearestName.suggestion(name, known));
        }
      }
    }
  }

  /** What the profiles say for a user. */
  public EffectiveProfile of(UserAccount user) {
    return profiles.of(user);
  }

  /** A limit that some section sets, be it a profile's or a size's. */
  public record SetLimit(String type, Amount amount) {}

  /** All limits that the two files set, for whomever. */
  public List<SetLimit> limits() {
    List<SetLimit> limits = new ArrayList<>();
    for (ProfileSection section : profiles.sections()) {
      for (Limit limit : profiles.with(section).limits()) {
        Stream.concat(limit.byDefault().stream(), limit.maximum().stream())
            .filter(amount -> section.values().sets(amount.origin()))
            .forEach(amount -> limits.add(new SetLimit(limit.type(), amount)));
      }
    }
    for (NamedSize size : sizes.all()) {
      for (ResourceLimit limit : size.limits()) {
        limits.add(
            new SetLimit(
                limit.type(),
                new Amount(
                    "[" + size.key() + "]", new BigDecimal(limit.value()), size.origin(limit))));
      }
    }
    return limits;
  }

  /** Where an option of profiles is set. */
  public List<Origin> placesOf(ConfigurationOption<?> option) {
    return profiles.sections().stream()
        .filter(section -> section.values().declares(option))
        .flatMap(section -> section.values().origin(option).stream())
        .toList();
  }

  /** Everything that the files set, with where it stands. */
  public List<EffectiveValue> values(String cluster) {
    List<EffectiveValue> values = new ArrayList<>(profiles.listed(cluster));
    values.addAll(sizes.listed());
    return values;
  }

  /** Every option as it is for one user, with where it was set. */
  public List<EffectiveValue> valuesFor(UserAccount user, String cluster) {
    return of(user)
        .values()
        .listed(profiles.file(), Optional.of("user " + user.name()), Optional.of(cluster));
  }
}
