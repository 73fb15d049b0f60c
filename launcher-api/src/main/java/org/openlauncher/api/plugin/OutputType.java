package org.openlauncher.api.plugin;

import java.util.Arrays;
import java.util.Optional;

/** Which output of a job. */
public enum OutputType {
  /** Standard output. */
  STDOUT("stdout"),
  /** Standard error. */
  STDERR("stderr"),
  /** Both in one stream. */
  MIXED("mixed");

  private final String wireName;

  OutputType(String wireName) {
    this.wireName = wireName;
  }

  /** {@return the type's name on the wire} */
  public String wireName() {
    return wireName;
  }

  /**
   * Reads a type from outside; exact.
   *
   * @param text the name on the wire
   * @return the type; empty where there is none of this name
   */
  public static Optional<OutputType> parse(String text) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(text)).findFirst();
  }
}
