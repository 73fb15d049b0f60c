package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process that no later process with the same number is taken for. */
public record ProcessIdentity(long pid, String startTime, String bootId) {
  private static final int STATE = 0;
  private static final int START_TIME = 19;

  /** Empty when there is no such process, or only its remains wait to be collected. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The program's name stands in parentheses and may itself contain blanks and parentheses.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      if (fields.get(STATE).equals("Z") || fields.get(STATE).equals("X")) {
        return Optional.empty();
      }
      String bootId = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return Optional.of(new ProcessIdentity(pid, fields.get(START_TIME), bootId));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  static Optional<ProcessIdentity> parse(String line) {
    String[] fields = line.strip().split(" ", -1);
    if (fields.length != 3 || !fields[0].matches("[1-9][0-9]{0,18}")) {
      return Optional.empty();
    }
    return Optional.of(new ProcessIdentity(Long.parseLong(fields[0]), fields[1], fields[2]));
  }

  public boolean isAlive() {
    return of(pid).equals(Optional.of(this));
  }

  String line() {
    return pid + " " + startTime + " " + bootId + "\n";
  }
}
