package org.openlauncher.process.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * How a job's environment gets through a shell, which drops variables whose names it can't use
 * itself and trips over those that mean something to it. Such a value travels in a variable with a
 * harmless name, and {@code env -S} gives it its own; so no value is ever seen among the arguments
 * of a process.
 *
 * @param assignments what the shell shall export, {@code NAME=VALUE}
 * @param command what is to be run then
 */
public record ScriptEnvironment(List<String> assignments, List<String> command) {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern MEANS_SOMETHING_TO_SHELLS =
      Pattern.compile(
          "_|IFS|LINENO|OPT(IND|ARG|ERR)|PPID|E?UID|GROUPS|FUNCNAME|DIRSTACK|SECONDS|S?RANDOM"
              + "|EPOCH.*|HISTCMD|SHLVL|SHELLOPTS|POSIXLY_CORRECT|BASH.*|PS[0-9]|(?i:openlauncher_).*");
  private static final String CARRIER = "openlauncher_carried_";

  /** Takes copies. */
  public ScriptEnvironment {
    assignments = List.copyOf(assignments);
    command = List.copyOf(command);
  }

  /**
   * Prepares an environment.
   *
   * @param env the program {@code env}; empty where it can't do this
   * @param variables the job's variables
   * @param marker the variable that marks the job's processes, {@code NAME=VALUE}
   * @param command what is to be run with them
   */
  public static ScriptEnvironment of(
      Optional<String> env, Map<String, String> variables, String marker, List<String> command) {
    List<String> assignments = new ArrayList<>();
    List<String> removals = new ArrayList<>();
    StringBuilder renamings = new StringBuilder();
    assignments.add(marker);
    variables.forEach(
        (name, value) -> {
          if (passesShells(name)) {
            assignments.add(name + "=" + value);
          } else {
            String carrier = CARRIER + removals.size() / 2;
            assignments.add(carrier + "=" + value);
            removals.addAll(List.of("-u", carrier));
            renamings.append(quoted(name)).append("=${").append(carrier).append("}\" ");
          }
        });
    if (removals.isEmpty()) {
      return new ScriptEnvironment(assignments, command);
    }
    List<String> renaming = new ArrayList<>();
    renaming.add(
        env.orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.REQUEST_NOT_SUPPORTED,
                    "environment variables with names like "
                        + variables.keySet().stream()
                            .filter(name -> !passesShells(name))
                            .sorted()
                            .toList()
                        + " need the program env of coreutils 8.31 or later on this machine")));
    renaming.addAll(removals);
    renaming.add("-S" + renamings);
    renaming.addAll(command);
    return new ScriptEnvironment(assignments, renaming);
  }

  private static boolean passesShells(String name) {
    return HARMLESS.matcher(name).matches() && !MEANS_SOMETHING_TO_SHELLS.matcher(name).matches();
  }

  private static String quoted(String name) {
    return '"'
        + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("\n", "\\n");
  }
}
