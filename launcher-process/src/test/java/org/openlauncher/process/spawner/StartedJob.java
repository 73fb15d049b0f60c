package org.openlauncher.process.spawner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A job that was started.
 *
 * @param spawner by whom
 * @param user for whom
 * @param answer what the spawner said
 * @param record where it is noted
 */
record StartedJob(TestedSpawner spawner, String user, WireAnswer answer, RecordFile record) {
  long processId() {
    return answer.number(Wire.PROCESS_ID);
  }

  long shimId() {
    return answer.number(Wire.SHIM_ID);
  }

  String awaitEnd() {
    return record.awaitEnd();
  }

  WireAnswer signal(int operation) {
    return signal(user, operation);
  }

  WireAnswer signal(String name, int operation) {
    return spawner
        .client()
        .ask(
            new WireRequest(Wire.SIGNAL)
                .text(Wire.USER, name)
                .number(Wire.SHIM_ID, shimId())
                .number(Wire.SHIM_START, answer.number(Wire.SHIM_START))
                .number(Wire.OPERATION, operation));
  }

  /** A line of /proc/PID/status, without its name; empty where the process is gone. */
  static String status(long process, String name) {
    String prefix = name + ":";
    return file(process, "status")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** The letter of a process's state; empty where it is gone. */
  static String state(long process) {
    return status(process, "State").split(" ", 2)[0];
  }

  /** Whether a process is there and neither dead nor stopped. */
  static boolean runs(long process) {
    return List.of("R", "S", "D").contains(state(process));
  }

  /** The processes that have this one as their parent. */
  static List<Long> childrenOf(long process) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(id -> status(id, "PPid").equals(Long.toString(process)))
        .toList();
  }

  static String file(long process, String name) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process), name), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException failure) {
      if (String.valueOf(failure.getMessage()).contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(failure);
    }
  }
}
