package org.openlauncher.process.supervise;

import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.job.JobId;

/** Knows the shim of a job among the machine's processes, by its command line. */
final class ShimProcesses {
  private static final String SPAWNED = "openlauncher-shim ";

  private final String script;

  /**
   * @param script the script that the shell's shims run
   */
  ShimProcesses(Path script) {
    this.script = script.toString();
  }

  /** Whether a process is, or is about to become, the shim of a job. */
  boolean atWork(JobId id) {
    Optional<Long> self = ProcessTable.userId(ProcessHandle.current().pid());
    return ProcessTable.scan().entries().values().stream()
        .filter(entry -> !entry.dead())
        .map(ProcessEntry::pid)
        .filter(pid -> ProcessTable.commandLine(pid).filter(line -> isShim(line, id)).isPresent())
        .anyMatch(pid -> ProcessTable.userId(pid).equals(self));
  }

  private boolean isShim(String commandLine, JobId id) {
    return commandLine.endsWith("\0" + script + "\0" + id + "\0")
        || commandLine.replaceAll("\0+$", "").equals(SPAWNED + id);
  }
}
