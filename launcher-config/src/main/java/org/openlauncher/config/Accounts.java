package org.openlauncher.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.config.ProfileSection.Scope;

/**
 * Whether the machine has the users and groups that profiles are for. A group that is missing is an
 * error, as it is for other launchers; a user may have left. Where the user database gives no
 * answer, nothing is held against the file.
 */
final class Accounts {
  /** Each takes the name service some milliseconds. */
  private static final int MOST_LOOK_UPS = 300;

  private final UserDirectory users;

  Accounts(UserDirectory users) {
    this.users = users;
  }

  void check(List<ProfileSection> sections, Problems problems) {
    Set<String> asked = new HashSet<>();
    for (ProfileSection section : sections) {
      if (section.scope() == Scope.EVERYBODY || !asked.add(section.header())) {
        continue;
      }
      if (asked.size() > MOST_LOOK_UPS) {
        problems.warning(
            section.origin(),
            "this name and those of later sections are not looked up, since there are so many");
        return;
      }
      try {
        check(section, problems);
      } catch (LauncherException silent) {
        problems.warning(
            section.origin(),
            "it could not be checked whether the users and groups of this file exist: "
                + silent.getMessage());
        return;
      }
    }
  }

  private void check(ProfileSection section, Problems problems) {
    String name = section.name();
    if (section.scope() == Scope.GROUP && !users.hasGroup(name)) {
      problems.error(section.origin(), "this machine has no group " + Quoted.of(name));
    } else if (section.scope() == Scope.USER && users.find(name).isEmpty()) {
      problems.warning(
          section.origin(),
          "this machine has no user "
              + Quoted.of(name)
              + (users.hasGroup(name) ? "; did you mean the group, [@" + name + "]?" : ""));
    }
  }
}
