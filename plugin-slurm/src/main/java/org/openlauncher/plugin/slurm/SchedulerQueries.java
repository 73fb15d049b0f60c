package org.openlauncher.plugin.slurm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.command.CommandOutcome;

/**
 * Questions to the scheduler and to the accounting. An answer is whole and makes sense, or there is
 * none: then a {@link LauncherException} says why.
 */
final class SchedulerQueries {
  /** With more, the argument would be too long for the kernel. */
  private static final int MOST_NUMBERS = 8_000;

  private final SlurmCommands commands;

  SchedulerQueries(SlurmCommands commands) {
    this.commands = commands;
  }

  /**
   * What the scheduler knows of some jobs: those that wait or run, and for some minutes those that
   * have ended. Who is not in the answer is not known to it.
   *
   * @param owners the names of their owners
   */
  Map<Long, SchedulerJob> queue(Collection<Long> numbers, Collection<String> owners) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--noheader",
                "--all",
                "--states=all",
                "--Format=" + SchedulerAnswers.QUEUE_COLUMNS));
    if (numbers.size() <= MOST_NUMBERS) {
      arguments.add("--jobs=" + list(numbers));
    } else {
      arguments.add("--user=" + String.join(",", owners));
    }
    CommandOutcome outcome = commands.ask("squeue", arguments);
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("squeue", outcome);
    }
    return SchedulerAnswers.queue(outcome.standardOutput());
  }

  /** One number twice, since a single one that is not known makes squeue fail. */
  private static String list(Collection<Long> numbers) {
    String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    return numbers.size() == 1 ? list + "," + list : list;
  }

  /** What the accounting knows of jobs that the scheduler does not know any more. */
  Map<Long, SchedulerJob> accounting(Collection<Long> numbers) {
    Map<Long, SchedulerJob> jobs = new HashMap<>();
    List<Long> rest = List.copyOf(numbers);
    for (int from = 0; from < rest.size(); from += MOST_NUMBERS) {
      List<Long> part = rest.subList(from, Math.min(rest.size(), from + MOST_NUMBERS));
      CommandOutcome outcome =
          commands.ask(
              "sacct",
              List.of(
                  "--allocations",
                  "--noheader",
                  "--parsable2",
                  "--jobs=" + list(part),
                  "--format=" + SchedulerAnswers.ACCOUNTING_COLUMNS));
      if (!outcome.succeeded()) {
        throw SlurmCommands.failure("sacct", outcome);
      }
      jobs.putAll(SchedulerAnswers.accounting(outcome.standardOutput()));
    }
    return jobs;
  }

  /** The values of the scheduler's configuration. */
  Map<String, String> configuration() {
    CommandOutcome outcome = commands.ask("scontrol", List.of("show", "config"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    return SchedulerAnswers.configuration(outcome.standardOutput());
  }

  /** All partitions, as lines of {@code Name=Value} that were taken apart. */
  List<Map<String, String>> partitions() {
    CommandOutcome outcome =
        commands.ask("scontrol", List.of("--all", "--oneliner", "show", "partition"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    return SchedulerAnswers.partitions(outcome.standardOutput());
  }

  /** The generic resources of the nodes: {@code gpu:a100:4}. */
  List<String> genericResources() {
    CommandOutcome outcome = commands.ask("sinfo", List.of("--noheader", "--all", "--format=%G"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sinfo", outcome);
    }
    return outcome.standardOutput().lines().map(String::strip).distinct().toList();
  }

  /** Where the nodes are, by their names. */
  Map<String, NodePlace> nodes() {
    CommandOutcome outcome =
        commands.ask(
            "sinfo",
            List.of("--noheader", "--all", "--Node", "--format=" + SchedulerAnswers.NODE_COLUMNS));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sinfo", outcome);
    }
    return SchedulerAnswers.nodes(outcome.standardOutput());
  }

  /** The rights of an account in Slurm's own administration; needs accounting. */
  Optional<String> administratorLevel(String account) {
    CommandOutcome outcome =
        commands.ask(
            "sacctmgr", List.of("-i", "-n", "-P", "show", "user", account, "format=adminlevel"));
    return outcome.succeeded()
        ? outcome.standardOutput().lines().map(String::strip).findFirst()
        : Optional.empty();
  }

  /** What a user may submit jobs under; needs accounting. */
  List<Association> associations(String user, String cluster) {
    CommandOutcome outcome =
        commands.ask(
            "sacctmgr",
            List.of(
                "-i",
                "-n",
                "-P",
                "show",
                "assoc",
                "user=" + user,
                "cluster=" + cluster,
                "format=account,qos"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sacctmgr", outcome);
    }
    return Association.parse(outcome.standardOutput());
  }

  /**
   * The numbers of the jobs with this name of one user's, in whatever state.
   *
   * @param accounting whether the accounting is asked too
   */
  List<Long> named(String name, long uid, boolean accounting) {
    CommandOutcome outcome =
        commands.ask(
            "squeue",
            List.of(
                "--noheader",
                "--all",
                "--states=all",
                "--name=" + name,
                "--user=" + uid,
                "--format=%i"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("squeue", outcome);
    }
    List<Long> found = SchedulerAnswers.numbers("squeue", outcome.standardOutput());
    if (!found.isEmpty() || !accounting) {
      return found;
    }
    CommandOutcome past =
        commands.ask(
            "sacct",
            List.of(
                "--allocations",
                "--noheader",
                "--parsable2",
                "--name=" + name,
                "--user=" + uid,
                "--starttime=now-2days",
                "--format=JobIDRaw"));
    if (!past.succeeded()) {
      throw SlurmCommands.failure("sacct", past);
    }
    return SchedulerAnswers.numbers("sacct", past.standardOutput());
  }
}
