package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.ConfigurationFile.Entry;
import org.openlauncher.config.ConfigurationFile.Section;
import org.openlauncher.config.EffectiveProfile.Amount;
import org.openlauncher.config.EffectiveProfile.Limit;
import org.openlauncher.config.ProfileSection.Scope;

/** Makes {@link Profiles} of a file. */
final class ProfilesReader {
  private static final String FORM = "[*], [@group] or [user]";

  private final Path file;
  private final List<ConfigurationOption<?>> options;
  private final Accounts accounts;
  private final Problems problems;
  private final List<ProfileSection> sections = new ArrayList<>();
  private final Map<String, Origin> headers = new HashMap<>();
  private final Map<Scope, ProfileSection> lastOfScope = new EnumMap<>(Scope.class);

  /**
   * @param pluginOptions what clusters of the type know beside the options of every type
   */
  ProfilesReader(
      Path file, List<ConfigurationOption<?>> pluginOptions, Accounts accounts, Problems problems) {
    this.file = file;
    this.options = ProfileOptions.with(pluginOptions);
    this.accounts = accounts;
    this.problems = problems;
  }

  Profiles read(List<Section> content) {
    for (Section section : content) {
      section
          .header()
          .ifPresentOrElse(header -> section(section, header), () -> outside(section.entries()));
    }
    Profiles profiles = new Profiles(file, options, sections);
    sections.forEach(section -> checkTogether(section, profiles.with(section)));
    accounts.check(sections, problems);
    return profiles;
  }

  private void outside(List<Entry> entries) {
    for (Entry entry : entries) {
      problems.error(
          entry.origin(),
          "expected " + FORM + " before the first key, found " + Quoted.of(entry.key()));
    }
  }

  private void section(Section section, Origin header) {
    OptionValues values =
        OptionValues.read(file, section, "[" + section.name() + "]", options, problems).onlySet();
    String name = section.name().substring(section.name().startsWith("@") ? 1 : 0);
    if (name.isEmpty() || (name.equals("*") && section.name().startsWith("@"))) {
      problems.error(header, "expected " + FORM + ", found [" + section.name() + "]");
      return;
    }
    Optional<Origin> earlier = Optional.ofNullable(headers.putIfAbsent(section.name(), header));
    earlier.ifPresent(
        first ->
            problems.warning(
                header,
                "["
                    + section.name()
                    + "] stands here already, in line "
                    + first.line()
                    + "; of keys that are in both, the later one counts"));
    Scope scope =
        name.equals("*")
            ? Scope.EVERYBODY
            : section.name().startsWith("@") ? Scope.GROUP : Scope.USER;
    ProfileSection read =
        new ProfileSection(scope, scope == Scope.EVERYBODY ? "" : name, header, values);
    checkOrder(read);
    sections.add(read);
    lastOfScope.put(scope, read);
  }

  /** Other launchers pass over a general section that stands behind a special one which fits. */
  private void checkOrder(ProfileSection read) {
    lastOfScope.values().stream()
        .filter(earlier -> earlier.scope().compareTo(read.scope()) > 0)
        .max(ProfileSection.IN_FILE_ORDER)
        .ifPresent(
            special ->
                problems.warning(
                    read.origin(),
                    "["
                        + read.header()
                        + "] stands below ["
                        + special.header()
                        + "] of line "
                        + special.origin().line()
                        + ": here it counts for keys which that one lacks, other launchers would"
                        + " pass it over; write the general sections first"));
  }

  /** Values that contradict each other, whether one section sets both or this one adds to [*]. */
  private void checkTogether(ProfileSection section, EffectiveProfile profile) {
    for (Limit limit : profile.limits()) {
      if (limit.byDefault().isPresent() && limit.maximum().isPresent()) {
        checkDefault(section, limit.byDefault().get(), limit.maximum().get());
      }
    }
    if (profile.declares(ProfileOptions.ALLOWED_PARTITIONS)
        && profile.declares(ProfileOptions.DEFAULT_PARTITION)) {
      checkDefaultPartition(section, profile);
    }
  }

  private void checkDefault(ProfileSection section, Amount byDefault, Amount maximum) {
    if (byDefault.value().compareTo(maximum.value()) <= 0) {
      return;
    }
    Origin place = ofThis(section, maximum.origin()) ? maximum.origin() : byDefault.origin();
    if (ofThis(section, place)) {
      problems.error(
          place,
          maximum.option()
              + "="
              + maximum.text()
              + " (line "
              + maximum.origin().line()
              + ") is less than "
              + byDefault.option()
              + "="
              + byDefault.text()
              + " (line "
              + byDefault.origin().line()
              + "), and ["
              + section.header()
              + "] has both");
    }
  }

  private void checkDefaultPartition(ProfileSection section, EffectiveProfile profile) {
    Optional<String> byDefault = profile.find(ProfileOptions.DEFAULT_PARTITION);
    Optional<List<String>> allowed = profile.find(ProfileOptions.ALLOWED_PARTITIONS);
    if (byDefault.isEmpty() || allowed.isEmpty() || allowed.get().contains(byDefault.get())) {
      return;
    }
    Origin place = profile.origin(ProfileOptions.DEFAULT_PARTITION).orElseThrow();
    Origin list = profile.origin(ProfileOptions.ALLOWED_PARTITIONS).orElseThrow();
    if (ofThis(section, place) || ofThis(section, list)) {
      problems.error(
          ofThis(section, place) ? place : list,
          "default-partition="
              + byDefault.get()
              + " (line "
              + place.line()
              + ") is none of the allowed-partitions="
              + String.join(",", allowed.get())
              + " (line "
              + list.line()
              + "), and ["
              + section.header()
              + "] has both");
    }
  }

  private static boolean ofThis(ProfileSection section, Origin origin) {
    return section.values().sets(origin);
  }
}
