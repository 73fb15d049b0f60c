package org.openlauncher.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.auth.Program.Answer;
import org.openlauncher.auth.Program.Deadline;

/**
 * Asks the machine's name service (NSS) with its own programs {@code getent} and {@code id}, which
 * see every source that the machine is set up for. Remembers nothing.
 */
final class NameService {
  private static final int NO_SUCH_KEY = 2;
  private static final int FIELDS = 7;
  private static final String USUAL_SHELL = "/bin/sh";

  private final Program getent;
  private final Program id;
  private final Duration limit;

  /**
   * @param folders where the programs are
   * @param limit how long one look-up may take
   */
  NameService(List<Path> folders, Duration limit) {
    this.getent = new Program("getent", folders);
    this.id = new Program("id", folders);
    this.limit = limit;
  }

  /** The group's number, where there is a group of this very name. */
  Optional<Long> group(String name) {
    Answer answer = getent.run(Deadline.in(limit), "group", "--", name);
    if (answer.status() == NO_SUCH_KEY) {
      return Optional.empty();
    }
    String[] fields = answer.output().lines().findFirst().orElse("").split(":", -1);
    if (answer.status() != 0 || fields.length < 3 || !isNumber(fields[2])) {
      throw unexpected("getent group", "exit status 0 or 2 and a group", "something else");
    }
    // A name of digits alone is taken for a number.
    return fields[0].equals(name) ? Optional.of(Long.valueOf(fields[2])) : Optional.empty();
  }

  private record Entry(String name, long uid, Path home, String shell) {}

  private record Groups(List<Long> ids, List<String> names) {}

  Optional<UserAccount> find(String name) {
    Deadline deadline = Deadline.in(limit);
    // A name of digits alone is taken for a number, and some services answer other spellings.
    return entry(name, deadline)
        .filter(entry -> entry.name().equals(name))
        .map(entry -> account(entry, groups(deadline, Optional.of(name))));
  }

  UserAccount running() {
    Deadline deadline = Deadline.in(limit);
    long uid = RunningUser.uid();
    Groups groups = groups(deadline, Optional.empty());
    Entry entry =
        entry(Long.toString(uid), deadline)
            .filter(found -> found.uid() == uid)
            .orElseGet(() -> nameless(uid));
    return account(entry, groups);
  }

  private static Entry nameless(long uid) {
    Path home =
        Optional.ofNullable(System.getenv("HOME"))
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .orElse(Path.of("/"));
    return new Entry(Long.toString(uid), uid, home, USUAL_SHELL);
  }

  private static UserAccount account(Entry entry, Groups groups) {
    return new UserAccount(
        entry.name(),
        entry.uid(),
        groups.ids().get(0),
        groups.names(),
        groups.ids(),
        entry.home(),
        entry.shell());
  }

  private Optional<Entry> entry(String key, Deadline deadline) {
    Answer answer = getent.run(deadline, "passwd", "--", key);
    if (answer.status() == NO_SUCH_KEY) {
      return Optional.empty();
    }
    if (answer.status() != 0) {
      throw unexpected("getent passwd", "exit status 0 or 2", "exit status " + answer.status());
    }
    return Optional.of(parse(answer.output()));
  }

  private static Entry parse(String output) {
    String line = output.lines().findFirst().orElse("");
    String[] fields = line.split(":", -1);
    if (fields.length != FIELDS || !isNumber(fields[2]) || !isNumber(fields[3])) {
      throw unexpected("getent passwd", "a line of " + FIELDS + " fields", "another form");
    }
    return new Entry(
        fields[0],
        Long.parseLong(fields[2]),
        Path.of(fields[5].isEmpty() ? "/" : fields[5]),
        fields[6].isEmpty() ? USUAL_SHELL : fields[6]);
  }

  /** The groups of a user, or else those of this process. */
  private Groups groups(Deadline deadline, Optional<String> user) {
    String[] operands = user.map(name -> new String[] {"--", name}).orElseGet(() -> new String[0]);
    Answer numbers = id.run(deadline, with("-Gz", operands));
    List<String> ids = parts(numbers.output());
    // Status 1 tells that some group has no name; its number then stands in the name's place.
    List<String> names = parts(id.run(deadline, with("-Gnz", operands)).output());
    if (numbers.status() != 0
        || ids.isEmpty()
        || names.size() != ids.size()
        || !ids.stream().allMatch(NameService::isNumber)) {
      throw unexpected("id -G", "as many names as numbers of groups", "something else");
    }
    return new Groups(ids.stream().map(Long::valueOf).toList(), names);
  }

  private static String[] with(String option, String[] operands) {
    String[] arguments = new String[operands.length + 1];
    arguments[0] = option;
    System.arraycopy(operands, 0, arguments, 1, operands.length);
    return arguments;
  }

  /** A group's name may hold blanks, but no NUL. */
  private static List<String> parts(String output) {
    return Arrays.stream(output.split("\0", -1)).filter(part -> !part.isEmpty()).toList();
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,10}");
  }

  private static LauncherException unexpected(String program, String expected, String found) {
    return new LauncherException(
        ErrorCode.UNKNOWN,
        "the machine's user database: expected from "
            + program
            + " "
            + expected
            + ", found "
            + found);
  }
}
