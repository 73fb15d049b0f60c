package org.openlauncher.config;

import java.util.Comparator;
import java.util.Objects;
import org.openlauncher.api.configuration.Origin;

/**
 * One section of a file of profiles.
 *
 * @param scope whom it is for
 * @param name the user's or group's name; empty where it is for everybody
 * @param origin where it begins
 * @param values what it sets, and nothing else
 */
record ProfileSection(Scope scope, String name, Origin origin, OptionValues values) {
  static final Comparator<ProfileSection> IN_FILE_ORDER =
      Comparator.comparingInt(section -> section.origin().line());

  ProfileSection {
    Objects.requireNonNull(scope);
    Objects.requireNonNull(name);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(values);
  }

  /** As between the brackets. */
  String header() {
    return switch (scope) {
      case EVERYBODY -> "*";
      case GROUP -> "@" + name;
      case USER -> name;
    };
  }

  /** Whom a section is for, from the general to the special. */
  enum Scope {
    EVERYBODY,
    GROUP,
    USER
  }
}
