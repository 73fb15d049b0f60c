package com.example.spooler;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.command.CommandOutcome;
import org.openlauncher.process.command.CommandRunner;
import org.openlauncher.process.command.ShortCommand;
import org.openlauncher.process.job.RunAs;

/**
 * The queues, one for each user: a server of tsp, which tsp starts itself, at a socket in the
 * user's home, where nobody else can pretend to be it.
 */
final class Spooler {
  /** Longer paths fit no unix socket. */
  private static final int LONGEST_SOCKET = 107;

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final DataSize LONGEST_ANSWER = new DataSize(64L << 20);

  /** A job is known by its label. What else a line holds is the owner's own text. */
  private static final Pattern LINE =
      Pattern.compile("(\\d+) +(queued|running|allocating) +\\S+ +\\[([0-9a-z]{26})\\].*");

  private final CommandRunner commands;
  private final RunAs runAs;
  private final String cluster;
  private final String program;
  private final long slots;

  /** A job that has not ended. */
  record Entry(String number, boolean waits) {}

  Spooler(CommandRunner commands, RunAs runAs, String cluster, Path program, long slots) {
    this.commands = commands;
    this.runAs = runAs;
    this.cluster = cluster;
    this.program = program.toString();
    this.slots = slots;
  }

  /** Where the user's queue is. */
  String socket(UserAccount account) {
    String socket = account.home().resolve(".task-spooler-" + cluster).toString();
    if (socket.getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "the queue of " + account.name() + " can't be at " + socket + ": the path is too long");
    }
    return socket;
  }

  /** Sees to it that the user's queue is there, and has its slots. */
  void begin(UserAccount account) {
    CommandOutcome outcome = tsp(account, "-S", Long.toString(slots));
    if (!outcome.succeeded()) {
      throw new LaunchFailedException(
          StatusCode.LAUNCH_FAILED,
          "the queue of " + account.name() + " can't be used: " + outcome.standardError().strip());
    }
  }

  /** The command line that waits in the queue, runs a program there, and ends as the program. */
  List<String> queued(JobId id, long wanted, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of(program, "-f", "-n", "-N", Long.toString(wanted), "-L", id.value()));
    // tsp knows exit codes but no signals, and its -k reaches this shell too.
    line.addAll(List.of("/bin/sh", "-c", "trap : HUP INT TERM; (exec \"$@\"); exit $?", "sh"));
    line.addAll(command);
    return List.copyOf(line);
  }

  /** The jobs of a user that wait or run. */
  Map<JobId, Entry> list(UserAccount account) {
    CommandOutcome outcome = tsp(account, "-l");
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the queue of "
              + account.name()
              + " does not answer: "
              + outcome.standardError().strip());
    }
    Map<JobId, Entry> entries = new HashMap<>();
    for (String line : outcome.standardOutput().split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Entry entry = new Entry(matcher.group(1), matcher.group(2).equals("queued"));
        JobId.parse(matcher.group(3)).ifPresent(id -> entries.putIfAbsent(id, entry));
      }
    }
    return entries;
  }

  /** Sends SIGTERM to a job's processes. */
  void terminate(UserAccount account, Entry entry) {
    CommandOutcome outcome = tsp(account, "-k", entry.number());
    if (!outcome.succeeded()) {
      throw new LauncherException(
          ErrorCode.JOB_CONTROL_FAILURE, "tsp refused: " + outcome.standardError().strip());
    }
  }

  private CommandOutcome tsp(UserAccount account, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return commands.run(
        new ShortCommand(
            runAs.processUser(account),
            command,
            Map.of(
                "PATH", PATH, "LC_ALL", "C", "TS_SOCKET", socket(account), "TS_SLOTS", "" + slots),
            Path.of("/"),
            Optional.empty(),
            PATIENCE,
            LONGEST_ANSWER));
  }
}
