package org.openlauncher.plugin.slurm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openlauncher.process.command.CommandOutcome;

/** Questions that are put by squeue, sacct, scontrol, sinfo and sacctmgr, as the service user. */
final class CommandQueries implements SchedulerQueries {
  /** With more, the argument would be too long for the kernel. */
  private static final int MOST_NUMBERS = 8_000;

  /** squeue asks for the partitions too. */
  private static final int REQUESTS_OF_SQUEUE = 2;

  private final SlurmCommands commands;
  private final String serviceUser;

  /**
   * @param serviceUser whom the questions are put as
   */
  CommandQueries(SlurmCommands commands, String serviceUser) {
    this.commands = commands;
    this.serviceUser = serviceUser;
  }

  @Override
  public int requestsOfQueue() {
    return REQUESTS_OF_SQUEUE;
  }

  @Override
  public Map<Long, SchedulerJob> queue(Collection<Long> numbers, Collection<String> owners) {
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

  @Override
  public Map<Long, SchedulerJob> accounting(Collection<Long> numbers) {
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

  @Override
  public void requireAnswer() {
    settings();
  }

  @Override
  public SchedulerSettings settings() {
    CommandOutcome outcome = commands.ask("scontrol", List.of("show", "config"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    return SchedulerSettings.of(SchedulerAnswers.configuration(outcome.standardOutput()));
  }

  @Override
  public List<Partition> partitions() {
    CommandOutcome outcome =
        commands.ask("scontrol", List.of("--all", "--oneliner", "show", "partition"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    return SchedulerAnswers.partitions(outcome.standardOutput()).stream()
        .map(Partition::of)
        .toList();
  }

  @Override
  public List<String> genericResources() {
    CommandOutcome outcome = commands.ask("sinfo", List.of("--noheader", "--all", "--format=%G"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sinfo", outcome);
    }
    return outcome.standardOutput().lines().map(String::strip).distinct().toList();
  }

  @Override
  public Map<String, NodePlace> nodes() {
    CommandOutcome outcome =
        commands.ask(
            "sinfo",
            List.of("--noheader", "--all", "--Node", "--format=" + SchedulerAnswers.NODE_COLUMNS));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sinfo", outcome);
    }
    return SchedulerAnswers.nodes(outcome.standardOutput());
  }

  @Override
  public boolean mayOperate(SchedulerSettings settings) {
    if (serviceUser.equals(settings.slurmUser())) {
      return true;
    }
    if (!settings.accounting()) {
      return false;
    }
    CommandOutcome outcome =
        commands.ask(
            "sacctmgr",
            List.of("-i", "-n", "-P", "show", "user", serviceUser, "format=adminlevel"));
    return outcome.succeeded()
        && outcome
            .standardOutput()
            .lines()
            .map(String::strip)
            .findFirst()
            .filter(level -> level.startsWith("Operator") || level.startsWith("Administrator"))
            .isPresent();
  }

  @Override
  public List<Association> associations(String user, String cluster) {
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

  @Override
  public List<Long> named(String name, long uid, boolean accounting) {
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
