package org.openlauncher.plugin.slurm;

import java.time.Instant;
import java.util.ArrayList;
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

/**
 * Reads what Slurm's commands print. A text makes sense as a whole, or a {@link LauncherException}
 * shows the line that does not. Only columns that Slurm itself fills are asked for, so that no user
 * can forge a line of another's job.
 */
final class SchedulerAnswers {
  /** The columns of sinfo, as {@code --format} wants them: name, NodeAddr, NodeHostName. */
  static final String NODE_COLUMNS = "%N|%o|%n";

  /** The columns of squeue, as {@code --Format} wants them. */
  static final String QUEUE_COLUMNS =
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

  /** The columns of sacct. */
  static final String ACCOUNTING_COLUMNS =
      "JobIDRaw,UID,State,ExitCode,NodeList,Partition,Submit,End,Reason";

  private static final int COLUMNS = 10;
  private static final int ACCOUNTED = 9;
  private static final int LONGEST_SHOWN = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern CANCELED_BY = Pattern.compile("CANCELLED by ([0-9]+)");
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final int SIGNAL_BITS = 0x7f;
  private static final int CODE_SHIFT = 8;
  private static final int CODE_BITS = 0xff;

  private SchedulerAnswers() {}

  /** The jobs that squeue lists, by their numbers. */
  static Map<Long, SchedulerJob> queue(String text) {
    Map<Long, SchedulerJob> jobs = new HashMap<>();
    for (String line : text.lines().toList()) {
      queueLine(line).ifPresent(job -> jobs.put(job.id(), job));
    }
    return jobs;
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
            Optional.of((long) whole("squeue", line, columns[1])),
            Optional.empty(),
            state("squeue", line, columns[2]),
            Optional.empty(),
            Optional.of(exitCode(status)),
            signal(status),
            whole("squeue", line, columns[4]),
            host(columns[5]),
            columns[6],
            time(columns[7]).orElse(Instant.EPOCH),
            time(columns[8]),
            reason(columns[9].replaceFirst("\\|$", ""))));
  }

  /** The jobs that sacct lists, by their numbers. */
  static Map<Long, SchedulerJob> accounting(String text) {
    Map<Long, SchedulerJob> jobs = new HashMap<>();
    for (String line : text.lines().toList()) {
      SchedulerJob job = accountingLine(line);
      jobs.put(job.id(), job);
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
        Optional.of((long) whole("sacct", line, columns[1])),
        Optional.empty(),
        state("sacct", line, columns[2]),
        canceled.matches() ? Optional.of(canceled.group(1)) : Optional.empty(),
        Optional.of(whole("sacct", line, exit[0])),
        whole("sacct", line, exit[1]),
        0,
        host(columns[4]),
        columns[5],
        time(columns[6]).orElse(Instant.EPOCH),
        time(columns[7]),
        reason(columns[8]));
  }

  /** The values of {@code scontrol show config}. */
  static Map<String, String> configuration(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.put(parts[0].strip(), parts[1].strip()));
    if (!values.containsKey("SlurmUser")) {
      throw nonsense("scontrol", text.lines().findFirst().orElse(""));
    }
    return values;
  }

  /** The values of each line of {@code scontrol --oneliner show partition}. */
  static List<Map<String, String>> partitions(String text) {
    List<Map<String, String>> partitions = new ArrayList<>();
    for (String line : text.lines().filter(one -> !one.isBlank()).toList()) {
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

  /** Where each node is; one stands in a line for each of its partitions. */
  static Map<String, NodePlace> nodes(String text) {
    Map<String, NodePlace> nodes = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] columns = line.split("\\|", -1);
      if (columns.length != 3) {
        throw nonsense("sinfo", line);
      }
      nodes.put(columns[0], new NodePlace(columns[1], columns[2]));
    }
    return Map.copyOf(nodes);
  }

  /** Jobs' numbers, one a line. */
  static List<Long> numbers(String program, String text) {
    List<Long> numbers = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (!NUMBER.matcher(line).matches()) {
        throw nonsense(program, line);
      }
      numbers.add(Long.valueOf(line));
    }
    return numbers;
  }

  /** The exit code in what wait(2) says of a process. */
  static int exitCode(int status) {
    return status >> CODE_SHIFT & CODE_BITS;
  }

  /** The signal in what wait(2) says of a process; 0 for none. */
  static int signal(int status) {
    return status & SIGNAL_BITS;
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
  static Optional<String> host(String text) {
    String first = text.strip().split(",", 2)[0];
    return NODE.matcher(first).matches() ? Optional.of(first) : Optional.empty();
  }

  static String reason(String text) {
    String reason = text.strip();
    return reason.equals("None") || reason.equals("N/A") ? "" : reason;
  }

  private static LauncherException nonsense(String program, String line) {
    String shown = line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE,
        "Slurm's " + program + " answers what makes no sense: \"" + shown + "\"");
  }
}
