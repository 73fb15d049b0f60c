package org.openlauncher.api.job;

import java.util.Arrays;
import java.util.Optional;

/**
 * A value that means something to one kind of back-end only; a cluster's offer names those that may
 * be set.
 *
 * @param name not empty
 * @param valueType what the value is
 * @param value the value as text; empty in an offer
 */
public record JobConfig(String name, Optional<ValueType> valueType, Optional<String> value) {
  /**
   * Refuses an empty name.
   *
   * @param name not empty
   * @param valueType what the value is
   * @param value the value as text; empty in an offer
   */
  public JobConfig {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a job's config needs a name");
    }
  }

  /** What kind of text a value is. */
  public enum ValueType {
    /** Any text. */
    STRING("string"),
    /** A whole number. */
    INT("int"),
    /** A number. */
    FLOAT("float"),
    /** One of some words. */
    ENUM("enum");

    private final String wireName;

    ValueType(String wireName) {
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
    public static Optional<ValueType> parse(String text) {
      return Arrays.stream(values()).filter(type -> type.wireName.equals(text)).findFirst();
    }
  }
}
