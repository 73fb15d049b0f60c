package org.openlauncher.api.user;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One account of the machine's user database, at the time of the look-up.
 *
 * @param name the login name
 * @param uid the numeric user id
 * @param gid the numeric id of the primary group
 * @param groups the names of all groups the user is in, the primary one first
 * @param groupIds the ids of these groups, in the same order
 * @param home the home folder; need not exist
 * @param shell the login shell
 */
public record UserAccount(
    String name,
    long uid,
    long gid,
    List<String> groups,
    List<Long> groupIds,
    Path home,
    String shell) {

  /**
   * Takes copies of the lists.
   *
   * @param name the login name
   * @param uid the numeric user id
   * @param gid the numeric id of the primary group
   * @param groups the names of all groups the user is in, the primary one first
   * @param groupIds the ids of these groups, in the same order
   * @param home the home folder; need not exist
   * @param shell the login shell
   */
  public UserAccount {
    Objects.requireNonNull(name);
    groups = List.copyOf(groups);
    groupIds = List.copyOf(groupIds);
    Objects.requireNonNull(home);
    Objects.requireNonNull(shell);
  }

  /**
   * {@return whether the user is in a group of this name}
   *
   * @param group a group's name
   */
  public boolean memberOf(String group) {
    return groups.contains(group);
  }
}
