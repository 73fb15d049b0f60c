package org.openlauncher.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Guesses what was meant by a name that is not known. */
public final class NearestName {
  /** A longer name is no slip of the finger; it also bounds the work. */
  private static final int LONGEST_NAME = 100;

  private NearestName() {}

  /** The name that is most like an unknown one, as a question; all names where none is like it. */
  public static String suggestion(String unknown, Collection<String> known) {
    String all = "expected one of " + known.stream().sorted().collect(Collectors.joining(", "));
    if (unknown.length() > LONGEST_NAME) {
      return all;
    }
    return known.stream()
        .filter(name -> distance(unknown, name) <= Math.max(2, name.length() / 2))
        .min(Comparator.comparingInt(name -> distance(unknown, name)))
        .map(name -> "did you mean \"" + name + "\"?")
        .orElse(all);
  }

  /** How many letters must be inserted, dropped, replaced or swapped with their neighbour. */
  static int distance(String one, String other) {
    String left = one.toLowerCase(Locale.ROOT);
    String right = other.toLowerCase(Locale.ROOT);
    int[][] steps = new int[left.length() + 1][right.length() + 1];
    for (int row = 0; row <= left.length(); row++) {
      for (int column = 0; column <= right.length(); column++) {
        steps[row][column] =
            row == 0 || column == 0 ? row + column : cheapest(left, right, steps, row, column);
      }
    }
    return steps[left.length()][right.length()];
  }

  private static int cheapest(String left, String right, int[][] steps, int row, int column) {
    int replaced = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
    int best =
        Math.min(
            steps[row - 1][column - 1] + replaced,
            Math.min(steps[row - 1][column], steps[row][column - 1]) + 1);
    boolean swapped =
        row > 1
            && column > 1
            && left.charAt(row - 1) == right.charAt(column - 2)
            && left.charAt(row - 2) == right.charAt(column - 1);
    return swapped ? Math.min(best, steps[row - 2][column - 2] + 1) : best;
  }
}
