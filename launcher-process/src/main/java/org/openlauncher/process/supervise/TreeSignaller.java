package org.openlauncher.process.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.Signal;

/**
 * Sends signals to processes that may be starting others at the same time: it looks and signals
 * again until there is nobody new.
 */
final class TreeSignaller {
  private static final int MOST_ROUNDS = 200;
  private static final int BATCH = 2_000;
  private static final long KILL_SECONDS = 20;
  private static final long PAUSE_MILLIS = 5;
  private static final String NO_SUCH_PROCESS = "No such process";

  private final Supplier<List<ProcessEntry>> members;

  /**
   * @param members looks for the living members
   */
  TreeSignaller(Supplier<List<ProcessEntry>> members) {
    this.members = members;
  }

  void send(Signal signal) {
    switch (signal) {
      case SUSPEND -> suspend();
      case RESUME -> once("CONT", entry -> true);
      case TERMINATE -> {
        once("TERM", entry -> true);
        once("CONT", ProcessEntry::suspended);
      }
      case KILL -> kill();
    }
  }

  private void once(String name, Predicate<ProcessEntry> wanted) {
    Set<ProcessEntryKey> done = new HashSet<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<ProcessEntry> fresh =
          members.get().stream()
              .filter(wanted)
              .filter(entry -> done.add(ProcessEntryKey.of(entry)))
              .toList();
      if (fresh.isEmpty()) {
        return;
      }
      send(name, fresh);
    }
  }

  /**
   * Stops all; what is stopped can't start anything. One SIGSTOP is enough for each, it runs none
   * of its own code after that, but it may take a moment until it is seen to have stopped.
   */
  private void suspend() {
    once("STOP", entry -> !entry.suspended());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (members.get().stream().noneMatch(ProcessEntry::moving)) {
        return;
      }
      pause();
    }
  }

  private void kill() {
    once("STOP", entry -> !entry.suspended());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_SECONDS);
    List<ProcessEntry> living = members.get();
    while (!living.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw failure(
            living.size()
                + " processes of the job did not end on SIGKILL, the first is "
                + living.get(0).pid());
      }
      send("KILL", living);
      pause();
      living = members.get();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw failure("interrupted before all processes of the job had ended");
    }
  }

  private static void send(String name, List<ProcessEntry> entries) {
    for (int begin = 0; begin < entries.size(); begin += BATCH) {
      sendBatch(name, entries.subList(begin, Math.min(entries.size(), begin + BATCH)));
    }
  }

  private static void sendBatch(String name, Collection<ProcessEntry> entries) {
    List<String> pids =
        entries.stream()
            .filter(TreeSignaller::unchanged)
            .map(entry -> Long.toString(entry.pid()))
            .toList();
    if (pids.isEmpty()) {
      return;
    }
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "kill -s \"$@\"", "kill", name));
    command.addAll(pids);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream errors = process.getErrorStream()) {
        String text = new String(errors.readAllBytes(), StandardCharsets.ISO_8859_1);
        text.lines()
            .filter(line -> !line.isBlank() && !line.contains(NO_SUCH_PROCESS))
            .findFirst()
            .ifPresent(
                line -> {
                  throw failure("SIG" + name + " could not be sent: " + line);
                });
      }
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE,
          "SIG" + name + " could not be sent: " + failure.getMessage(),
          failure);
    }
  }

  private static boolean unchanged(ProcessEntry entry) {
    return ProcessTable.find(entry.pid())
        .filter(now -> now.startTicks() == entry.startTicks())
        .isPresent();
  }

  private static LauncherException failure(String message) {
    return new LauncherException(ErrorCode.JOB_CONTROL_FAILURE, message);
  }

  private record ProcessEntryKey(long pid, long startTicks) {
    static ProcessEntryKey of(ProcessEntry entry) {
      return new ProcessEntryKey(entry.pid(), entry.startTicks());
    }
  }
}
