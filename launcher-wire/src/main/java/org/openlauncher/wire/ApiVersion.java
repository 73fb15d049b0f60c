package org.openlauncher.wire;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A version of the Launcher Plugin API. Plugins compare the major number alone, and answer with
 * their own version.
 *
 * @param major must be the launcher's
 * @param minor tells what the plugin knows
 * @param patch tells nothing
 */
public record ApiVersion(int major, int minor, int patch) {
  /** What is spoken here, at either end. */
  public static final ApiVersion LAUNCHER = new ApiVersion(3, 7, 0);

  /** The first minor number with strings for kinds of output and with nested sources of mounts. */
  private static final int NEW_SHAPES = 5;

  /** The first minor number of which plugins tell how they are. */
  private static final int METRICS = 7;

  /** Reads a {@code version} member; 0 for what is missing. */
  public static ApiVersion read(JsonNode version) {
    return new ApiVersion(
        version.path("major").asInt(0),
        version.path("minor").asInt(0),
        version.path("patch").asInt(0));
  }

  /** Writes the members. */
  public void write(ObjectNode version) {
    version.put("major", major).put("minor", minor).put("patch", patch);
  }

  /** Whether both can talk with each other. */
  public boolean fits(ApiVersion other) {
    return major == other.major;
  }

  /** Whether it has the shapes of 3.5 and later. */
  public boolean hasNewShapes() {
    return minor >= NEW_SHAPES;
  }

  /** Whether a launcher of this version takes metrics of a plugin's. */
  public boolean takesMetrics() {
    return minor >= METRICS;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
