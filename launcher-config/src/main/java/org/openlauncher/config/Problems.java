package org.openlauncher.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.config.Problem.Severity;

/**
 * Collects the problems of all files, so that they are told at once. Keeps the first thousand of
 * each file: something that is no configuration file at all has one in every line. For one thread.
 */
public final class Problems {
  static final int MOST_OF_A_FILE = 1000;

  private final List<Problem> kept = new ArrayList<>();
  private final Map<Path, Integer> countOfFile = new HashMap<>();
  private boolean errors;

  /** Adds an error at a line. */
  public void error(Origin origin, String message) {
    add(origin.file(), OptionalInt.of(origin.line()), Severity.ERROR, message);
  }

  /** Adds an error about a file as a whole. */
  public void error(Path file, String message) {
    add(file, OptionalInt.empty(), Severity.ERROR, message);
  }

  /** Adds a warning at a line. */
  public void warning(Origin origin, String message) {
    add(origin.file(), OptionalInt.of(origin.line()), Severity.WARNING, message);
  }

  /** Adds a warning about a file as a whole. */
  public void warning(Path file, String message) {
    add(file, OptionalInt.empty(), Severity.WARNING, message);
  }

  void add(Path file, OptionalInt line, Severity severity, String message) {
    errors |= severity == Severity.ERROR;
    if (countOfFile.merge(file, 1, Integer::sum) <= MOST_OF_A_FILE) {
      kept.add(new Problem(file, line, severity, message));
    }
  }

  /** Whether there is any error; warnings don't count. */
  public boolean hasErrors() {
    return errors;
  }

  /** All problems, ordered by file and line. */
  public List<Problem> list() {
    List<Problem> all = new ArrayList<>(kept);
    all.sort(Problem.BY_PLACE);
    countOfFile.forEach(
        (file, count) -> {
          if (count > MOST_OF_A_FILE) {
            all.add(lastIndexOf(file, all) + 1, omitted(file, count - MOST_OF_A_FILE));
          }
        });
    return List.copyOf(all);
  }

  private static int lastIndexOf(Path file, List<Problem> all) {
    int index = all.size() - 1;
    while (!all.get(index).file().equals(file)) {
      index--;
    }
    return index;
  }

  private static Problem omitted(Path file, int count) {
    return new Problem(
        file,
        OptionalInt.empty(),
        Severity.ERROR,
        count + " more problems of this file are not shown; is it a configuration file?");
  }
}
