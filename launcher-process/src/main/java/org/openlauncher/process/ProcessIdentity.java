package org.openlauncher.process;

import java.util.Objects;

/**
 * Which process it is, for ever: numbers of processes are used again, but never with the same start
 * time in the same life of the machine.
 *
 * @param pid the number of the process
 * @param startTicks when it started, in clock ticks since the machine did
 * @param bootId the name of that life of the machine
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
  /** Refuses numbers that no process has. */
  public ProcessIdentity {
    Objects.requireNonNull(bootId);
    if (pid < 1 || startTicks < 0) {
      throw new IllegalArgumentException("not a process: " + pid + " started at " + startTicks);
    }
  }
}
