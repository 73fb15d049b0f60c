package org.openlauncher.host.stdio;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.audit.AuditLog;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.jobs.Jobs;

/**
 * The parts of this launcher that answer a launcher in front.
 *
 * @param jobs the door to jobs
 * @param clusters what there is to tell about the cluster
 * @param doors tell whether it is open
 * @param users the machine's users
 * @param timer for what happens later; not ended here
 * @param reload reads the configuration again; may block
 * @param audit takes what changes something, and who asked for it
 * @param nodes takes which launchers work side by side; must not block
 */
public record BehindTheDoor(
    Jobs jobs,
    Clusters clusters,
    ClusterDoors doors,
    UserDirectory users,
    ScheduledExecutorService timer,
    Supplier<Reloaded> reload,
    AuditLog audit,
    Consumer<List<LoadBalancerNode>> nodes) {

  /**
   * What came of reading the configuration again.
   *
   * @param error what kind of error hinders it
   * @param message the errors; empty text for none
   */
  public record Reloaded(Fault error, String message) {
    /** All of it is in effect. */
    public static final Reloaded DONE = new Reloaded(Fault.NONE, "");

    /** As the Launcher Plugin API numbers them. */
    public enum Fault {
      /** None. */
      NONE(0),
      /** A file can't be read. */
      LOAD(1),
      /** What is in a file is wrong. */
      VALIDATE(2);

      private final int number;

      Fault(int number) {
        this.number = number;
      }

      int number() {
        return number;
      }
    }
  }
}
