package org.openlauncher.wire;

import java.util.Arrays;
import java.util.Optional;

/** What the launcher can ask of a plugin. */
public enum RequestType {
  /** A sign of life. */
  HEARTBEAT(0, 0),
  /** The first request of all: exchanges versions. */
  BOOTSTRAP(1, 0),
  /** Starts a job. */
  SUBMIT_JOB(2, 0),
  /** Asks for one job or many. */
  GET_JOB(3, 0),
  /** Opens or cancels a stream of statuses. */
  JOB_STATUS(4, 0),
  /** Suspends, resumes, stops, kills or cancels. */
  CONTROL_JOB(5, 0),
  /** Opens or cancels a stream of output. */
  JOB_OUTPUT(6, 0),
  /** Opens or cancels a stream of what a job uses. */
  RESOURCE_USE(7, 0),
  /** Asks where a job can be reached. */
  JOB_NETWORK(8, 0),
  /** Asks what a user may use. */
  CLUSTER_INFO(9, 0),
  /** Tells which launchers work side by side. */
  SET_LOAD_BALANCER_NODES(201, 5),
  /** Has the plugin read its configuration again. */
  CONFIG_RELOAD(202, 6);

  private final int number;
  private final int sinceMinor;

  RequestType(int number, int sinceMinor) {
    this.number = number;
    this.sinceMinor = sinceMinor;
  }

  /** Its {@code messageType}. */
  public int number() {
    return number;
  }

  /** Reads a {@code messageType}; empty for one that is not known. */
  public static Optional<RequestType> of(long number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }

  /** Whether a plugin of a version knows it; one that does not dies of it. */
  public boolean isKnownTo(ApiVersion version) {
    return version.minor() >= sinceMinor;
  }
}
