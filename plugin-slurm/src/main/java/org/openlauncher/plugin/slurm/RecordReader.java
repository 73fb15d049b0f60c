package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.command.CommandOutcome;

/**
 * Reads the records of an owner's jobs, all in one command as the owner. Each record exists since
 * the submission and is opened anew, which is what makes a network file system tell its present
 * content.
 */
final class RecordReader {
  private static final String MISSING = "missing";

  private final SlurmCommands commands;

  RecordReader(SlurmCommands commands) {
    this.commands = commands;
  }

  /**
   * Reads what is new, and hands it to the jobs.
   *
   * @param jobs of one owner, in one folder
   */
  void read(ProcessUser user, Path storage, Collection<TrackedJob> jobs) {
    Map<String, TrackedJob> byId =
        jobs.stream().collect(Collectors.toMap(job -> job.id().value(), Function.identity()));
    long begun = System.nanoTime();
    String input =
        jobs.stream()
            .map(job -> job.id() + " " + job.linesRead() + "\n")
            .collect(Collectors.joining());
    CommandOutcome outcome =
        commands.script(user, Script.RECORDS, List.of(storage.toString()), Optional.of(input));
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the records in " + storage + " can't be read: " + SlurmCommands.complaint(outcome));
    }
    for (String line : outcome.standardOutput().lines().toList()) {
      int space = line.indexOf(' ');
      TrackedJob job = space < 0 ? null : byId.get(line.substring(0, space));
      if (job != null) {
        String text = line.substring(space + 1);
        if (text.equals(MISSING)) {
          job.recordMissing();
        } else {
          job.record(text);
        }
      }
    }
    jobs.forEach(job -> job.recordRead(begun));
  }
}
