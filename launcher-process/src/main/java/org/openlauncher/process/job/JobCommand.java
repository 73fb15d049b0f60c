package org.openlauncher.process.job;

import java.util.ArrayList;
import java.util.List;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;

/**
 * The program and arguments of a job. Arguments never become shell text: a command line gets them
 * as its positional parameters.
 */
public final class JobCommand {
  private static final String SHELL = "/bin/sh";
  private static final String ALL_ARGUMENTS = " \"$@\"";
  private static final String ENDS_WORD = " \t\n;&|()<>";

  private JobCommand() {}

  /**
   * The program and its arguments.
   *
   * @throws LauncherException with {@code InvalidRequest} where the job names neither a command nor
   *     a program
   */
  public static List<String> of(JobSpecification specification) {
    List<String> argv = new ArrayList<>();
    if (specification.exe().isPresent()) {
      argv.add(specification.exe().get());
    } else {
      String command = specification.command().orElseThrow(JobCommand::nothingToRun);
      String script =
          specification.args().isEmpty() ? command : withoutTail(command) + ALL_ARGUMENTS;
      argv.addAll(List.of(SHELL, "-c", script, "sh"));
    }
    argv.addAll(specification.args());
    return List.copyOf(argv);
  }

  private static LauncherException nothingToRun() {
    return new LauncherException(
        ErrorCode.INVALID_REQUEST, "$.job: expected command or exe, found neither");
  }

  /** Cuts off what would keep words that are appended from being arguments of the last command. */
  private static String withoutTail(String command) {
    String code = command.substring(0, endOfCode(command));
    String stripped = code.stripTrailing();
    if (!endsEscaped(stripped)) {
      return stripped;
    }
    if (stripped.length() == code.length()) {
      return stripped + '\\';
    }
    boolean continued = code.charAt(stripped.length()) == '\n';
    return continued ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  /** Where the comment begins in which the text ends; else the text's end. */
  private static int endOfCode(String text) {
    char quote = 0;
    boolean wordBegins = true;
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (character == '\\' && quote != '\'') {
        index++;
        wordBegins = false;
      } else if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '#' && wordBegins) {
        int endOfLine = text.indexOf('\n', index);
        if (endOfLine < 0 || text.substring(endOfLine).isBlank()) {
          return index;
        }
        index = endOfLine;
      } else {
        quote = character == '\'' || character == '"' ? character : 0;
        wordBegins = ENDS_WORD.indexOf(character) >= 0;
      }
    }
    return text.length();
  }

  private static boolean endsEscaped(String text) {
    int index = text.length();
    while (index > 0 && text.charAt(index - 1) == '\\') {
      index--;
    }
    return (text.length() - index) % 2 == 1;
  }
}
