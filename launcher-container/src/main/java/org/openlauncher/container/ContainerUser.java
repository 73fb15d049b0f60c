package org.openlauncher.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.user.UserAccount;

/**
 * Who a job is inside its container.
 *
 * @param name the login name
 * @param uid the numeric user id
 * @param primaryGroup the primary group
 * @param supplementalGroups the other groups
 * @param home the home folder
 * @param shell the login shell
 * @param account whether the container gets the account itself, not only the numbers
 */
public record ContainerUser(
    String name,
    long uid,
    Group primaryGroup,
    List<Group> supplementalGroups,
    String home,
    String shell,
    boolean account) {
  private static final String ROOT = "root";
  private static final String ROOT_HOME = "/root";
  private static final String ROOT_SHELL = "/bin/sh";

  /** Takes a copy of the list. */
  public ContainerUser {
    Objects.requireNonNull(name);
    Objects.requireNonNull(primaryGroup);
    supplementalGroups = List.copyOf(supplementalGroups);
    Objects.requireNonNull(home);
    Objects.requireNonNull(shell);
  }

  /**
   * A group.
   *
   * @param name its name; the number itself where the machine has no name for it
   * @param gid its numeric id
   */
  public record Group(String name, long gid) {
    /** Refuses null. */
    public Group {
      Objects.requireNonNull(name);
    }
  }

  /**
   * The owner of the job, with the ids that the container names instead of the owner's own. Whether
   * it may name others is decided before a plugin is asked: by the launcher, for every back-end.
   *
   * @throws LauncherException {@code InvalidRequest} where the owner's entry can't stand in a
   *     passwd file
   */
  public static ContainerUser of(Container container, UserAccount owner) {
    long uid = container.runAsUserId().orElse(owner.uid());
    Map<Long, String> names = names(owner);
    if (uid == 0) {
      long gid = container.runAsGroupId().orElse(0L);
      return new ContainerUser(
          ROOT,
          0,
          gid == 0 ? new Group(ROOT, 0) : group(gid, names),
          groups(container.supplementalGroupIds(), gid, names),
          ROOT_HOME,
          ROOT_SHELL,
          false);
    }
    long gid = container.runAsGroupId().orElse(owner.gid());
    List<Long> supplemental =
        container.supplementalGroupIds().isEmpty()
            ? owner.groupIds()
            : container.supplementalGroupIds();
    ContainerUser user =
        new ContainerUser(
            owner.name(),
            uid,
            group(gid, names),
            groups(supplemental, gid, names),
            owner.home().toString(),
            owner.shell(),
            container.createUser());
    if (user.account) {
      user.requireWritable();
    }
    return user;
  }

  private static Map<Long, String> names(UserAccount owner) {
    Map<Long, String> names = new LinkedHashMap<>();
    for (int i = 0; i < owner.groupIds().size() && i < owner.groups().size(); i++) {
      names.put(owner.groupIds().get(i), owner.groups().get(i));
    }
    return names;
  }

  private static Group group(long gid, Map<Long, String> names) {
    return new Group(names.getOrDefault(gid, Long.toString(gid)), gid);
  }

  private static List<Group> groups(List<Long> gids, long primary, Map<Long, String> names) {
    return gids.stream()
        .distinct()
        .filter(gid -> gid != primary)
        .map(gid -> group(gid, names))
        .toList();
  }

  private void requireWritable() {
    List<String> fields = new ArrayList<>(List.of(name, home, shell, primaryGroup.name()));
    supplementalGroups.forEach(group -> fields.add(group.name()));
    for (String field : fields) {
      if (field.chars().anyMatch(character -> character == ':' || character < ' ')) {
        throw new LauncherException(
            ErrorCode.INVALID_REQUEST,
            "$.job.container.createUser: the account of "
                + name
                + " can't be made, since \""
                + field.replaceAll("\\p{Cntrl}", "?")
                + "\" can't stand in a passwd or group file");
      }
    }
  }

  /** The user's line of a passwd file. */
  public String passwdEntry() {
    return String.join(
        ":", name, "x", Long.toString(uid), Long.toString(primaryGroup.gid()), "", home, shell);
  }

  /** The lines of the user's groups in a group file, the primary one first. */
  public String groupEntries() {
    StringBuilder lines = new StringBuilder();
    lines.append(primaryGroup.name()).append(":x:").append(primaryGroup.gid()).append(":\n");
    for (Group group : supplementalGroups) {
      lines.append(group.name()).append(":x:").append(group.gid()).append(':').append(name);
      lines.append('\n');
    }
    return lines.toString();
  }

  /** The ids of the supplemental groups. */
  public List<Long> supplementalGroupIds() {
    return supplementalGroups.stream().map(Group::gid).toList();
  }

  /** What a session of this user has in its environment. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("USER", name);
    variables.put("LOGNAME", name);
    if (account || uid == 0) {
      variables.put("HOME", home);
    }
    if (account) {
      variables.put("SHELL", shell);
    }
    return variables;
  }
}
