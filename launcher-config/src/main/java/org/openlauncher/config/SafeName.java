package org.openlauncher.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that become part of file names, folder names and the labels of back-ends: up to 63 ASCII
 * letters, digits, hyphens, underscores and dots, beginning and ending with a letter or digit. That
 * leaves out blanks, slashes, hidden files, {@code .} and {@code ..}.
 */
final class SafeName {
  static final String EXPECTED =
      "up to 63 letters, digits, hyphens, underscores and dots, the first and last a letter or"
          + " digit";

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  /** What the launcher itself keeps in the folder that the clusters' folders lie in. */
  private static final Set<String> TAKEN = Set.of("framework", "tmp", "jobs.db");

  private SafeName() {}

  static boolean isSafe(String name) {
    return FORM.matcher(name).matches();
  }

  /** Whether files or folders named after a cluster would be those of something else. */
  static boolean isTaken(String clusterName) {
    String name = clusterName.toLowerCase(Locale.ROOT);
    return TAKEN.contains(name) || name.endsWith(".profiles") || name.endsWith(".resources");
  }
}
