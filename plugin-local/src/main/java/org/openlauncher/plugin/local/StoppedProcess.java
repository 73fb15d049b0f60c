package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process is stopped by a signal, or will be as soon as it can. */
final class StoppedProcess {
  private static final String STATE = "State:\tT";
  private static final int HEXADECIMAL = 16;
  private static final long SIGSTOP_BIT = 1L << (19 - 1);

  private StoppedProcess() {}

  /** Of a process that is gone: no. */
  static boolean is(long pid) {
    try {
      return is(
          Files.readString(
              Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1));
    } catch (IOException ended) {
      return false;
    }
  }

  /**
   * A shell that was about to start a program waits, and takes no signal, until the program has
   * begun; if that was stopped first, both stay so, and the shell's own signal is pending.
   *
   * @param status what the kernel says of the process
   */
  static boolean is(String status) {
    return status
        .lines()
        .anyMatch(
            line ->
                line.startsWith(STATE)
                    || ((line.startsWith("SigPnd:") || line.startsWith("ShdPnd:"))
                        && (pending(line) & SIGSTOP_BIT) != 0));
  }

  private static long pending(String line) {
    return Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), HEXADECIMAL);
  }
}
