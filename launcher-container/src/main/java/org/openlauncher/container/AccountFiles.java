package org.openlauncher.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The passwd, group and shadow files of a container: the image's own entries, and before them those
 * of the job's user. Where a name or a number is taken, the user's entry wins. Another entry with
 * the same number keeps its name, another one with the same name is left out; either is told.
 *
 * @param passwd the content of /etc/passwd
 * @param group the content of /etc/group
 * @param shadow the content of /etc/shadow: the user has no password there
 * @param warnings what the job's owner should know
 */
public record AccountFiles(String passwd, String group, String shadow, List<String> warnings) {
  private static final int NAME = 0;
  private static final int NUMBER = 2;
  private static final int MEMBERS = 3;
  private static final int GROUP_FIELDS = 4;

  /** Takes a copy of the list. */
  public AccountFiles {
    Objects.requireNonNull(passwd);
    Objects.requireNonNull(group);
    Objects.requireNonNull(shadow);
    warnings = List.copyOf(warnings);
  }

  /**
   * Merges.
   *
   * @param image what the image has; empty texts for files that it does not have
   */
  public static AccountFiles merge(ContainerUser user, ImageFiles image) {
    List<String> warnings = new ArrayList<>();
    return new AccountFiles(
        passwd(user, image.passwd(), warnings),
        group(user, image.group(), warnings),
        shadow(user, image.shadow()),
        warnings);
  }

  /**
   * The image's own files.
   *
   * @param passwd the content of /etc/passwd
   * @param group the content of /etc/group
   * @param shadow the content of /etc/shadow
   */
  public record ImageFiles(String passwd, String group, String shadow) {
    /** What an image has that knows no users. */
    public static final ImageFiles NONE = new ImageFiles("", "", "");

    /** Refuses nulls. */
    public ImageFiles {
      Objects.requireNonNull(passwd);
      Objects.requireNonNull(group);
      Objects.requireNonNull(shadow);
    }
  }

  private static String passwd(ContainerUser user, String image, List<String> warnings) {
    List<String> lines = new ArrayList<>();
    lines.add(user.passwdEntry());
    for (String line : image.lines().toList()) {
      List<String> fields = fields(line);
      if (named(fields, user.name())) {
        if (!numbered(fields, user.uid())) {
          warnings.add(leftOut("user", fields, user.uid()));
        }
        continue;
      }
      if (numbered(fields, user.uid())) {
        warnings.add(second("user", fields, user.name()));
      }
      lines.add(line);
    }
    return text(lines);
  }

  private static String group(ContainerUser user, String image, List<String> warnings) {
    List<ContainerUser.Group> own = new ArrayList<>();
    own.add(user.primaryGroup());
    own.addAll(user.supplementalGroups());
    List<String> lines = new ArrayList<>();
    for (ContainerUser.Group group : own) {
      lines.add(
          group.name() + ":x:" + group.gid() + ":" + String.join(",", members(group, user, image)));
    }
    for (String line : image.lines().toList()) {
      keepGroup(line, own, user.name(), lines, warnings);
    }
    return text(lines);
  }

  private static void keepGroup(
      String line,
      List<ContainerUser.Group> own,
      String user,
      List<String> lines,
      List<String> warnings) {
    List<String> fields = fields(line);
    for (ContainerUser.Group group : own) {
      if (named(fields, group.name())) {
        if (!numbered(fields, group.gid())) {
          warnings.add(leftOut("group", fields, group.gid()));
        }
        return;
      }
      if (numbered(fields, group.gid())) {
        warnings.add(second("group", fields, group.name()));
      }
    }
    lines.add(withoutMember(line, user));
  }

  /** The members that the image's own group has, where it is the same one, and the user. */
  private static Set<String> members(ContainerUser.Group group, ContainerUser user, String image) {
    Set<String> members = new LinkedHashSet<>();
    for (String line : image.lines().toList()) {
      List<String> fields = fields(line);
      if (named(fields, group.name()) && numbered(fields, group.gid())) {
        members.addAll(memberNames(fields));
      }
    }
    members.remove(user.name());
    if (!group.equals(user.primaryGroup())) {
      members.add(user.name());
    }
    return members;
  }

  /** The user is in the groups that the machine says, and in none that the image has for a name. */
  private static String withoutMember(String line, String user) {
    List<String> fields = fields(line);
    if (fields.size() != GROUP_FIELDS || !memberNames(fields).contains(user)) {
      return line;
    }
    List<String> others =
        memberNames(fields).stream().filter(member -> !member.equals(user)).toList();
    return String.join(":", fields.subList(NAME, MEMBERS)) + ":" + String.join(",", others);
  }

  private static List<String> memberNames(List<String> fields) {
    return fields.size() < GROUP_FIELDS
        ? List.of()
        : Arrays.stream(fields.get(MEMBERS).split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
  }

  private static String shadow(ContainerUser user, String image) {
    List<String> lines = new ArrayList<>();
    lines.add(user.name() + ":*:::::::");
    image.lines().filter(line -> !named(fields(line), user.name())).forEach(lines::add);
    return text(lines);
  }

  private static List<String> fields(String line) {
    return List.of(line.split(":", -1));
  }

  private static boolean named(List<String> fields, String name) {
    return fields.get(NAME).equals(name);
  }

  private static boolean numbered(List<String> fields, long number) {
    return fields.size() > NUMBER && fields.get(NUMBER).strip().equals(Long.toString(number));
  }

  private static String leftOut(String kind, List<String> fields, long number) {
    String others = fields.size() > NUMBER ? fields.get(NUMBER) : "?";
    return "The image has a "
        + kind
        + " "
        + fields.get(NAME)
        + " with the id "
        + others
        + ", which is left out: inside, "
        + fields.get(NAME)
        + " has the id "
        + number
        + ".";
  }

  private static String second(String kind, List<String> fields, String winner) {
    return "The image gives the "
        + kind
        + " id "
        + fields.get(NUMBER).strip()
        + " to "
        + fields.get(NAME)
        + "; inside, it belongs to "
        + winner
        + ", and "
        + fields.get(NAME)
        + " is a second name for it.";
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
