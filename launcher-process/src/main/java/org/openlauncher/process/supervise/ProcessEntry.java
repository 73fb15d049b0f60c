package org.openlauncher.process.supervise;

import java.util.Optional;
import org.openlauncher.process.ProcessIdentity;

/**
 * One process, as /proc/PID/stat tells it.
 *
 * @param pid its number
 * @param state the kernel's letter for its state
 * @param parent its parent's number
 * @param session its session
 * @param ownTicks processor time of its own
 * @param childTicks processor time of children that it waited for
 * @param startTicks when it started, in clock ticks since the machine did
 * @param virtualBytes address space
 * @param residentPages pages in memory
 */
record ProcessEntry(
    long pid,
    char state,
    long parent,
    long session,
    long ownTicks,
    long childTicks,
    long startTicks,
    long virtualBytes,
    long residentPages) {
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int CHILD_USER_TICKS = 13;
  private static final int CHILD_SYSTEM_TICKS = 14;
  private static final int START = 19;
  private static final int VIRTUAL_BYTES = 20;
  private static final int RESIDENT_PAGES = 21;

  /** Reads the line. The process's name may hold anything, so the last bracket is its end. */
  static Optional<ProcessEntry> parse(String stat) {
    int nameBegin = stat.indexOf(" (");
    int nameEnd = stat.lastIndexOf(')');
    if (nameBegin < 1 || nameEnd < nameBegin) {
      return Optional.empty();
    }
    String[] fields = stat.substring(nameEnd + 1).strip().split(" ", -1);
    if (fields.length <= RESIDENT_PAGES) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessEntry(
            Long.parseLong(stat.substring(0, nameBegin)),
            fields[STATE].charAt(0),
            Long.parseLong(fields[PARENT]),
            Long.parseLong(fields[SESSION]),
            Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]),
            Long.parseLong(fields[CHILD_USER_TICKS]) + Long.parseLong(fields[CHILD_SYSTEM_TICKS]),
            Long.parseLong(fields[START]),
            Long.parseLong(fields[VIRTUAL_BYTES]),
            Long.parseLong(fields[RESIDENT_PAGES])));
  }

  /** Whether it runs no more and only waits for its parent to notice. */
  boolean dead() {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  /** Whether a signal stopped it. */
  boolean suspended() {
    return state == 'T';
  }

  /** Whether it may run its own code: a process that waits within the kernel for good does not. */
  boolean moving() {
    return state == 'R' || state == 'S';
  }

  /** Whether it is the very process of an identity from this life of the machine. */
  boolean is(ProcessIdentity identity) {
    return pid == identity.pid() && startTicks == identity.startTicks();
  }
}
