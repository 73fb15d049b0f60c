package org.openlauncher.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openlauncher.boot.Installation;

/**
 * A command of the launcher's as the service account: without root's environment, without any
 * capability and without a way to regain one. Each program in the chain replaces itself by the
 * next, so the process keeps its number.
 *
 * @param jobsRunAsOwners whether what is started so can start jobs as their owners
 */
public record LoweredCommand(List<String> arguments, Path standardInput, boolean jobsRunAsOwners) {
  private static final Path NOTHING = Path.of("/dev/null");
  private static final List<String> KEPT_VARIABLES =
      List.of(
          "PATH",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TERM",
          "JAVA_HOME",
          "OPENLAUNCHER_LOG",
          "OPENLAUNCHER_JAVA_OPTS");

  public LoweredCommand {
    arguments = List.copyOf(arguments);
  }

  static LoweredCommand of(
      ServiceAccount account,
      Descent descent,
      Installation installation,
      List<String> command,
      HandedKeys keys,
      Map<String, String> moreVariables) {
    Map<String, String> variables = new TreeMap<>(moreVariables);
    KEPT_VARIABLES.forEach(
        name ->
            Optional.ofNullable(System.getenv(name))
                .ifPresent(value -> variables.putIfAbsent(name, value)));
    variables.put("HOME", account.home());
    variables.put("USER", account.name());
    variables.put("LOGNAME", account.name());
    variables.putAll(descent.variables(keys));
    List<String> arguments = new ArrayList<>(List.of("env", "-i"));
    variables.forEach((name, value) -> arguments.add(name + "=" + value));
    arguments.addAll(descent.arguments(account, keys));
    arguments.addAll(ownCommand(installation, command));
    return new LoweredCommand(
        arguments, descent.standardInput(keys).orElse(NOTHING), descent.jobsRunAsOwners());
  }

  /** The launcher's script with that command, about the same installation. */
  static List<String> ownCommand(Installation installation, List<String> command) {
    List<String> arguments = new ArrayList<>();
    arguments.add(installation.script().toString());
    arguments.addAll(command);
    arguments.add("--home=" + installation.home());
    arguments.add("--config-dir=" + installation.configurationFolder());
    return arguments;
  }
}
