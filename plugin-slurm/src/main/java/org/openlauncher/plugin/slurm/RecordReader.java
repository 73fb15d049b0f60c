package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
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
    Map<String, TrackedJob> byId = byId(jobs);
    long begun = System.nanoTime();
    String input =
        jobs.stream()
            .map(job -> job.id() + " " + job.linesRead() + "\n")
            .collect(Collectors.joining());
    CommandOutcome outcome =
        commands.script(user, Script.RECORDS, List.of(storage.toString()), Optional.of(input));
    requireSuccess(outcome, storage);
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

  /**
   * Reads those records alone that have changed of late, which takes no longer for many jobs than
   * for few. A change can be missed; a reading of all finds it.
   *
   * @param jobs of one owner, in one folder
   * @param late how long ago a change may be, by the clock of this machine
   */
  void readChanges(ProcessUser user, Path storage, Collection<TrackedJob> jobs, Duration late) {
    CommandOutcome outcome =
        commands.script(
            user,
            Script.CHANGES,
            List.of(storage.toString(), Long.toString(late.toSeconds())),
            Optional.empty());
    requireSuccess(outcome, storage);
    takeNew(outcome.standardOutput(), jobs);
  }

  /** Hands jobs what they have not read yet of whole records. */
  static void takeNew(String records, Collection<TrackedJob> jobs) {
    Map<String, TrackedJob> byId = byId(jobs);
    Map<JobId, Integer> lines = new HashMap<>();
    for (String line : records.lines().toList()) {
      int space = line.indexOf(' ');
      TrackedJob job = space < 0 ? null : byId.get(line.substring(0, space));
      if (job != null && lines.merge(job.id(), 1, Integer::sum) > job.linesRead()) {
        job.record(line.substring(space + 1));
      }
    }
  }

  private static Map<String, TrackedJob> byId(Collection<TrackedJob> jobs) {
    return jobs.stream().collect(Collectors.toMap(job -> job.id().value(), Function.identity()));
  }

  private static void requireSuccess(CommandOutcome outcome, Path storage) {
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the records in " + storage + " can't be read: " + SlurmCommands.complaint(outcome));
    }
  }
}
