package org.openlauncher.host.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that somebody most likely meant. */
public final class NearestName {
  private static final int LONGEST_COMPARED = 64;

  private NearestName() {}

  /**
   * The known name that is nearest to a wrong one.
   *
   * @return empty where none is near enough to be meant
   */
  public static Optional<String> to(String wrong, Collection<String> known) {
    if (wrong.isEmpty() || wrong.length() > LONGEST_COMPARED) {
      return Optional.empty();
    }
    String lowerCase = wrong.toLowerCase(Locale.ROOT);
    int farthest = Math.max(1, wrong.length() / 2);
    return known.stream()
        .map(name -> new Candidate(name, distance(lowerCase, name.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.distance <= farthest)
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name);
  }

  /** How many characters must be added, removed or changed (Levenshtein). */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(Math.min(above[column], current[column - 1]) + 1, above[column - 1] + change);
      }
      above = current;
    }
    return above[to.length()];
  }

  private record Candidate(String name, int distance) {}
}
