package org.openlauncher.wire;

import java.util.Arrays;
import java.util.Optional;

/** What a plugin can send. */
public enum AnswerType {
  /** Answers any request with a failure. */
  ERROR(-1),
  /** A sign of life. */
  HEARTBEAT(0),
  /** The plugin's version. */
  BOOTSTRAP(1),
  /** Jobs. */
  JOB_STATE(2),
  /** A job has another status. */
  JOB_STATUS(3),
  /** How a control operation went. */
  CONTROL_JOB(4),
  /** A piece of output. */
  JOB_OUTPUT(5),
  /** What a job uses now. */
  RESOURCE_USE(6),
  /** Where a job can be reached. */
  JOB_NETWORK(7),
  /** What a user may use. */
  CLUSTER_INFO(8),
  /** The other launchers were taken note of. */
  SET_LOAD_BALANCER_NODES(201),
  /** The configuration was read again, or not. */
  CONFIG_RELOAD(202),
  /** How the plugin itself is. */
  METRICS(203);

  private final int number;

  AnswerType(int number) {
    this.number = number;
  }

  /** Its {@code messageType}. */
  public int number() {
    return number;
  }

  /** Reads a {@code messageType}; empty for one that is not known. */
  public static Optional<AnswerType> of(int number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }
}
