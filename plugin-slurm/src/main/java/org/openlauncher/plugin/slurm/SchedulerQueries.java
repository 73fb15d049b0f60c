package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.command.CommandOutcome;

/**
 * Questions to the scheduler and to the accounting. An answer is whole and makes sense, or there is
 * none: then a {@link LauncherException} says why. Only columns that Slurm itself fills are asked
 * for, so that no user can forge a line of another's job.
 */
final class SchedulerQueries {
  /** With more, the argument would be too long for the kernel. */
  private static final int MOST_NUMBERS = 8_000;

  private static final String QUEUE_COLUMNS =
      List.of(
              "JobArrayID",
              "UserID",
              "State",
              "exit_code",
              "RestartCnt",
              "BatchHost",
              "Partition",
              "SubmitTime",
              "EndTime",
              "Reason")
          .stream()
          .map(column -> column + ":|")
          .collect(Collectors.joining(","));
  private static final int COLUMNS = 10;
  private static final int ACCOUNTED = 9;
  private static final String ACCOUNTING_COLUMNS =
      "JobIDRaw,UID,State,ExitCode,NodeList,Partition,Submit,End,Reason";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern CANCELED_BY = Pattern.compile("CANCELLED by ([0-9]+)");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final int SIGNAL_BITS = 0x7f;
  private static final int CODE_SHIFT = 8;
  private static final int CODE_BITS = 0xff;

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
            List.of("--noheader", "--all", "--states=all", "--Format=" + QUEUE_COLUMNS));
    if (numbers.size() <= MOST_NUMBERS) {
      arguments.add("--jobs=" + list(numbers));
    } else {
      arguments.add("--user=" + String.join(",", owners));
    }
    CommandOutcome outcome = commands.ask("squeue", arguments);
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("squeue", outcome);
    }
    Map<Long, SchedulerJob> jobs = new HashMap<>();
    for (String line : outcome.standardOutput().lines().toList()) {
      queueLine(line).ifPresent(job -> jobs.put(job.id(), job));
    }
    return jobs;
  }

  /** One number twice, since a single one that is not known makes squeue fail. */
  private static String list(Collection<Long> numbers) {
    String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    return numbers.size() == 1 ? list + "," + list : list;
  }

  private static Optional<SchedulerJob> queueLine(String line) {
    String[] columns = line.split("\\|", COLUMNS);
    if (columns.length != COLUMNS) {
      throw nonsense("squeue", line);
    }
    // Parts of arrays and of heterogeneous jobs are never ours.
    if (!NUMBER.matcher(columns[0]).matches()) {
      return Optional.empty();
    }
    int status = whole("squeue", line, columns[3]);
    return Optional.of(
        new SchedulerJob(
            Long.parseLong(columns[0]),
            whole("squeue", line, columns[1]),
            state("squeue", line, columns[2]),
            Optional.empty(),
            status >> CODE_SHIFT & CODE_BITS,
            status & SIGNAL_BITS,
            whole("squeue", line, columns[4]),
            host(columns[5]),
            columns[6],
            time(columns[7]).orElse(Instant.EPOCH),
            time(columns[8]),
            reason(columns[9].replaceFirst("\\|$", ""))));
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
                  "--format=" + ACCOUNTING_COLUMNS));
      if (!outcome.succeeded()) {
        throw SlurmCommands.failure("sacct", outcome);
      }
      for (String line : outcome.standardOutput().lines().toList()) {
        SchedulerJob job = accountingLine(line);
        jobs.put(job.id(), job);
      }
    }
    return jobs;
  }

  private static SchedulerJob accountingLine(String line) {
    String[] columns = line.split("\\|", ACCOUNTED);
    if (columns.length != ACCOUNTED || !NUMBER.matcher(columns[0]).matches()) {
      throw nonsense("sacct", line);
    }
    String[] exit = columns[3].split(":", 2);
    if (exit.length != 2) {
      throw nonsense("sacct", line);
    }
    Matcher canceled = CANCELED_BY.matcher(columns[2]);
    return new SchedulerJob(
        Long.parseLong(columns[0]),
        whole("sacct", line, columns[1]),
        state("sacct", line, columns[2]),
        canceled.matches() ? Optional.of(Long.valueOf(canceled.group(1))) : Optional.empty(),
        whole("sacct", line, exit[0]),
        whole("sacct", line, exit[1]),
        0,
        host(columns[4]),
        columns[5],
        time(columns[6]).orElse(Instant.EPOCH),
        time(columns[7]),
        reason(columns[8]));
  }

  /** The values of the scheduler's configuration. */
  Map<String, String> configuration() {
    CommandOutcome outcome = commands.ask("scontrol", List.of("show", "config"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    Map<String, String> values = new HashMap<>();
    outcome
        .standardOutput()
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.put(parts[0].strip(), parts[1].strip()));
    if (!values.containsKey("SlurmUser")) {
      throw nonsense("scontrol", outcome.standardOutput().lines().findFirst().orElse(""));
    }
    return values;
  }

  /** All partitions, as lines of {@code Name=Value} that were taken apart. */
  List<Map<String, String>> partitions() {
    CommandOutcome outcome =
        commands.ask("scontrol", List.of("--all", "--oneliner", "show", "partition"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("scontrol", outcome);
    }
    List<Map<String, String>> partitions = new ArrayList<>();
    for (String line : outcome.standardOutput().lines().filter(l -> !l.isBlank()).toList()) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String word : line.strip().split("\\s+", -1)) {
        String[] parts = word.split("=", 2);
        values.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
      if (!values.containsKey("PartitionName")) {
        throw nonsense("scontrol", line);
      }
      partitions.add(values);
    }
    return partitions;
  }

  /** The generic resources of the nodes: {@code gpu:a100:4}. */
  List<String> genericResources() {
    CommandOutcome outcome = commands.ask("sinfo", List.of("--noheader", "--all", "--format=%G"));
    if (!outcome.succeeded()) {
      throw SlurmCommands.failure("sinfo", outcome);
    }
    return outcome.standardOutput().lines().map(String::strip).distinct().toList();
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
    List<Long> found = numbers("squeue", outcome);
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
    return numbers("sacct", past);
  }

  private static List<Long> numbers(String program, CommandOutcome outcome) {
    List<Long> numbers = new ArrayList<>();
    for (String line : outcome.standardOutput().lines().map(String::strip).toList()) {
      if (!NUMBER.matcher(line).matches()) {
        throw nonsense(program, line);
      }
      numbers.add(Long.valueOf(line));
    }
    return numbers;
  }

  private static SlurmState state(String program, String line, String text) {
    return SlurmState.parse(text).orElseThrow(() -> nonsense(program, line));
  }

  private static int whole(String program, String line, String text) {
    try {
      return Math.toIntExact(Long.parseLong(text.strip()));
    } catch (ArithmeticException | NumberFormatException strange) {
      throw nonsense(program, line);
    }
  }

  private static Optional<Instant> time(String text) {
    return NUMBER.matcher(text.strip()).matches()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text.strip())))
        : Optional.empty();
  }

  /** One node; the first of several that are written in full. */
  private static Optional<String> host(String text) {
    String first = text.strip().split(",", 2)[0];
    return NODE.matcher(first).matches() ? Optional.of(first) : Optional.empty();
  }

  private static String reason(String text) {
    String reason = text.strip();
    return reason.equals("None") || reason.equals("N/A") ? "" : reason;
  }

  private static LauncherException nonsense(String program, String line) {
    String shown = line.length() > 100 ? line.substring(0, 100) + "..." : line;
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE,
        "Slurm's " + program + " answers what makes no sense: \"" + shown + "\"");
  }
}
