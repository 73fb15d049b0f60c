package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.config.ProfileSection.Scope;

/**
 * Who may use what at one cluster: what {@code launcher.<cluster>.profiles.conf} says. A user's own
 * section beats those of the user's groups, and these beat the one for everybody, option by option;
 * among several of the same kind that fit, the last one in the file wins.
 */
public final class Profiles {
  private final Path file;
  private final List<ConfigurationOption<?>> options;
  private final List<ProfileSection> sections;
  private final List<OptionValues> ofEverybody = new ArrayList<>();
  private final Map<String, List<ProfileSection>> ofGroup = new HashMap<>();
  private final Map<String, List<OptionValues>> ofUser = new HashMap<>();

  Profiles(Path file, List<ConfigurationOption<?>> options, List<ProfileSection> sections) {
    this.file = file;
    this.options = List.copyOf(options);
    this.sections = List.copyOf(sections);
    for (ProfileSection section : sections) {
      switch (section.scope()) {
        case EVERYBODY -> ofEverybody.add(section.values());
        case GROUP -> ofGroup.computeIfAbsent(section.name(), name -> newList()).add(section);
        case USER ->
            ofUser.computeIfAbsent(section.name(), name -> newList()).add(section.values());
      }
    }
  }

  private static <T> List<T> newList() {
    return new ArrayList<>();
  }

  /** What holds for a user. */
  public EffectiveProfile of(UserAccount user) {
    return merged(
        user.groups().stream()
            .distinct()
            .flatMap(group -> ofGroup.getOrDefault(group, List.of()).stream())
            .sorted(ProfileSection.IN_FILE_ORDER)
            .map(ProfileSection::values)
            .toList(),
        ofUser.getOrDefault(user.name(), List.of()));
  }

  /** What holds for somebody of whom one section speaks, and no other but those for everybody. */
  EffectiveProfile with(ProfileSection section) {
    return section.scope() == Scope.EVERYBODY
        ? merged(List.of(), List.of())
        : merged(List.of(section.values()), List.of());
  }

  private EffectiveProfile merged(Collection<OptionValues> groups, Collection<OptionValues> users) {
    List<OptionValues> all = new ArrayList<>(ofEverybody);
    all.addAll(groups);
    all.addAll(users);
    return new EffectiveProfile(OptionValues.merged(options, all));
  }

  /** The file, whether it exists or not. */
  public Path file() {
    return file;
  }

  List<ProfileSection> sections() {
    return sections;
  }

  /** What each section sets, with where it stands. */
  List<EffectiveValue> listed(String cluster) {
    return sections.stream()
        .flatMap(
            section ->
                section
                    .values()
                    .listed(file, Optional.of(section.header()), Optional.of(cluster))
                    .stream())
        .toList();
  }
}
