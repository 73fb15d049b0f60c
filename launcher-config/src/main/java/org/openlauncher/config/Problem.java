package org.openlauncher.config;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Something about a configuration file that the administrator should know.
 *
 * @param file the file, absolute
 * @param line the line, from 1; empty where the problem is about the file as a whole
 * @param severity whether the launcher can start with it
 * @param message names the thing, what was expected and what was found; holds no secret
 */
public record Problem(Path file, OptionalInt line, Severity severity, String message) {
  static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file).thenComparingInt(problem -> problem.line().orElse(0));

  /** Refuses nulls. */
  public Problem {
    Objects.requireNonNull(file);
    Objects.requireNonNull(line);
    Objects.requireNonNull(severity);
    Objects.requireNonNull(message);
  }

  /** How bad a problem is. */
  public enum Severity {
    /** The launcher does not start. */
    ERROR,
    /** The launcher starts; something may not be as it was meant. */
    WARNING
  }

  /** {@code file:line}, or the file alone. */
  public String place() {
    return line.isPresent() ? file + ":" + line.getAsInt() : file.toString();
  }

  /** {@code file:line: message}, as editors understand it; a warning says that it is one. */
  @Override
  public String toString() {
    return switch (severity) {
      case ERROR -> place() + ": " + message;
      case WARNING -> place() + ": warning: " + message;
    };
  }
}
