package org.openlauncher.process;

import java.util.Objects;

/**
 * What jobs can be given on this machine, by a launcher that was started as this one was. The same
 * for as long as the launcher runs.
 *
 * @param otherUsers whether jobs run as {@link ProcessUser.Account}, because root started the
 *     launcher; otherwise they run as {@link ProcessUser.Self}
 * @param minimumUserId the least user id that jobs may have; 0 without {@code otherUsers}
 * @param processorTimeLimit whether limits of processor time are enforced
 * @param memoryLimit how limits of memory are enforced
 * @param pam whether PAM profiles can be named
 */
public record Privileges(
    boolean otherUsers,
    long minimumUserId,
    boolean processorTimeLimit,
    MemoryLimit memoryLimit,
    boolean pam) {

  /** Refuses null. */
  public Privileges {
    Objects.requireNonNull(memoryLimit);
  }

  /** How a limit of memory is enforced. */
  public enum MemoryLimit {
    /** Not at all. */
    NONE,
    /** Each process of a job may have so much address space; beyond it an allocation fails. */
    ADDRESS_SPACE,
    /** All processes of a job together, by a control group of version 1. */
    CONTROL_GROUP_1,
    /** All processes of a job together, by a control group of version 2. */
    CONTROL_GROUP_2
  }
}
