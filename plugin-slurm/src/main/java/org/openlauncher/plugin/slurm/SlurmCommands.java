package org.openlauncher.plugin.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.command.CommandOutcome;
import org.openlauncher.process.command.CommandRunner;
import org.openlauncher.process.command.ShortCommand;

/**
 * Slurm's programs, and the constant scripts, as commands: with an environment that is made here,
 * so that nothing of the launcher's own reaches them.
 */
final class SlurmCommands implements AutoCloseable {
  static final String SHELL = "/bin/sh";

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_FOR_FILES = Duration.ofSeconds(15);
  private static final DataSize LONGEST_ANSWER = new DataSize(256L << 20);

  /** What libmunge says before what it knows. */
  private static final String GUESS = "If munged is up, restart with";

  private static final Path ROOT_FOLDER = Path.of("/");

  private final CommandRunner runner;
  private final SlurmOptions options;
  private final ProcessUser serviceUser;
  private final SlurmCounters counters;

  /**
   * @param runner is closed with this
   */
  SlurmCommands(
      CommandRunner runner,
      SlurmOptions options,
      Privileges privileges,
      UserDirectory users,
      SlurmCounters counters) {
    this.runner = runner;
    this.options = options;
    this.counters = counters;
    boolean self = !privileges.otherUsers() || users.self().name().equals(options.serviceUser());
    this.serviceUser =
        self ? new ProcessUser.Self() : ProcessUser.Account.named(options.serviceUser());
  }

  /** A program of Slurm's. */
  String program(String name) {
    return options.programs().map(folder -> folder.resolve(name).toString()).orElse(name);
  }

  /** What every program of Slurm's is given. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("SLURM_TIME_FORMAT", "%s");
    options.configurationFile().ifPresent(file -> environment.put("SLURM_CONF", file.toString()));
    return environment;
  }

  /** Asks, as the service user. */
  CommandOutcome ask(String program, List<String> arguments) {
    return act(serviceUser, program, arguments);
  }

  /** Has Slurm do something, as a user. */
  CommandOutcome act(ProcessUser user, String program, List<String> arguments) {
    counters.command(program);
    return run(user, program(program), arguments, environment(), Optional.empty(), PATIENCE);
  }

  /** Has Slurm do something that only its operators may. */
  CommandOutcome actAsOperator(String program, List<String> arguments) {
    return act(serviceUser, program, arguments);
  }

  /** Runs a script of this plugin's as the owner of jobs. */
  CommandOutcome script(
      ProcessUser user, Script script, List<String> arguments, Optional<String> input) {
    List<String> all = new ArrayList<>(List.of("-c", script.text(), "sh"));
    all.addAll(arguments);
    return run(user, SHELL, all, Map.of("PATH", PATH), input, PATIENCE_FOR_FILES);
  }

  private CommandOutcome run(
      ProcessUser user,
      String program,
      List<String> arguments,
      Map<String, String> environment,
      Optional<String> input,
      Duration patience) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    return runner.run(
        new ShortCommand(user, command, environment, ROOT_FOLDER, input, patience, LONGEST_ANSWER));
  }

  /** The environment of a user's own session, for submitting. */
  Map<String, String> session(UserAccount account) {
    Map<String, String> environment = environment();
    environment.put("HOME", account.home().toString());
    environment.put("USER", account.name());
    environment.put("LOGNAME", account.name());
    environment.put("SHELL", account.shell());
    environment.remove("SLURM_TIME_FORMAT");
    environment.remove("LC_ALL");
    return environment;
  }

  /** The first line that a failed command wrote to its error output, without its own name. */
  static String complaint(CommandOutcome outcome) {
    String text =
        outcome
            .standardError()
            .lines()
            .filter(line -> !line.isBlank() && !line.contains(GUESS))
            .findFirst()
            .orElse("exit code " + outcome.exitCode());
    return text.replaceFirst("^[a-z]+: (error: |fatal: )?", "").strip();
  }

  /** What to say of a command that failed. */
  static LauncherException failure(String program, CommandOutcome outcome) {
    String complaint = complaint(outcome);
    return new LauncherException(
        ErrorCode.CLUSTER_UNAVAILABLE,
        "Slurm's " + program + " says: " + complaint + remedy(complaint));
  }

  private static String remedy(String complaint) {
    if (complaint.contains("Unable to contact slurm controller")) {
      return "; if slurmctld does not run, on the controller's machine: sudo systemctl start slurmctld";
    }
    return complaint.toLowerCase(Locale.ROOT).contains("munge")
        ? "; if munged does not run, on this machine: sudo systemctl start munge"
        : "";
  }

  @Override
  public void close() {
    runner.close();
  }
}
