package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final JobNews news;

  /**
   * @param news by which jobs say that something was added
   */
  RecordReader(SlurmCommands commands, JobNews news) {
    this.commands = commands;
    this.news = news;
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
   * Reads those records alone to which jobs say that something was added, which takes no longer for
   * many jobs than for few.
   *
   * @param jobs finds the jobs whose records are in this folder
   * @return those of which nobody knows yet, though something was added to their records
   */
  Set<JobId> readChanges(
      ProcessUser user, Path storage, Function<JobId, Optional<TrackedJob>> jobs) {
    CommandOutcome outcome =
        commands.script(
            user, Script.CHANGES, List.of(storage.toString(), news.mark()), Optional.empty());
    requireSuccess(outcome, storage);
    return takeNew(outcome.standardOutput(), jobs);
  }

  /** Hands jobs what they have not read yet of whole records; tells of which nobody knows. */
  static Set<JobId> takeNew(String records, Function<JobId, Optional<TrackedJob>> jobs) {
    Map<JobId, Integer> lines = new HashMap<>();
    Set<JobId> strange = new HashSet<>();
    for (String line : records.lines().toList()) {
      int space = line.indexOf(' ');
      Optional<JobId> id = JobId.parse(space < 0 ? "" : line.substring(0, space));
      if (id.isEmpty() || strange.contains(id.get())) {
        continue;
      }
      Optional<TrackedJob> job = jobs.apply(id.get());
      if (job.isEmpty()) {
        strange.add(id.get());
      } else if (lines.merge(id.get(), 1, Integer::sum) > job.get().linesRead()) {
        job.get().record(line.substring(space + 1));
      }
    }
    return strange;
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
