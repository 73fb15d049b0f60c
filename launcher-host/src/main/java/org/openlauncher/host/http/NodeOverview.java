package org.openlauncher.host.http;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.openlauncher.api.plugin.ClusterHealth.Level;

/**
 * What {@code /status} tells of this launcher itself. Names no user.
 *
 * @param name this machine's name
 * @param version the launcher's version
 * @param startedAt since when it runs
 * @param level how the launcher itself is, whatever its clusters are
 * @param warnings what an administrator should know; the front door adds its own
 * @param nodes all launchers that share the work, this one among them; empty for a single one
 */
public record NodeOverview(
    String name,
    String version,
    Instant startedAt,
    Level level,
    List<String> warnings,
    List<Node> nodes) {
  /** Takes copies of the lists. */
  public NodeOverview {
    Objects.requireNonNull(level);
    warnings = List.copyOf(warnings);
    nodes = List.copyOf(nodes);
  }

  /**
   * One launcher of a load-balanced set.
   *
   * @param host its name
   * @param address host and port of its front door
   * @param lastSeen when it last gave a sign of life
   * @param status {@code Online} where it takes part
   */
  public record Node(String host, String address, Instant lastSeen, String status) {}
}
