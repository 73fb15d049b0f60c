package org.openlauncher.api.plugin;

import java.util.Objects;

/**
 * How a back-end is.
 *
 * @param level how well it works
 * @param message why, for an administrator; empty text where all is well; names no user
 */
public record ClusterHealth(Level level, String message) {
  /** All is well. */
  public static final ClusterHealth GREEN = new ClusterHealth(Level.GREEN, "");

  /**
   * Refuses nulls.
   *
   * @param level how well it works
   * @param message why, for an administrator; empty text where all is well; names no user
   */
  public ClusterHealth {
    Objects.requireNonNull(level);
    Objects.requireNonNull(message);
  }

  /** How well a back-end works. */
  public enum Level {
    /** All is well. */
    GREEN("Green"),
    /** Works in part, or is not reachable at the moment. */
    YELLOW("Yellow"),
    /** Does not work. */
    RED("Red");

    private final String wireName;

    Level(String wireName) {
      this.wireName = wireName;
    }

    /** {@return the level's name on the wire} */
    public String wireName() {
      return wireName;
    }
  }
}
