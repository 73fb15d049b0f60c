package org.openlauncher.host.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobId;

/** Something that is to be written, and the promise that it is. Compared by identity. */
final class Write {
  private final Urgency urgency;
  private final Optional<JobId> updated;
  private final Statements statements;
  private final long since = System.nanoTime();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private Write(Urgency urgency, Optional<JobId> updated, Statements statements) {
    this.urgency = urgency;
    this.updated = updated;
    this.statements = statements;
  }

  /** When something is to be written, and what may be written before it. */
  enum Urgency {
    /**
     * Somebody waits for it; may overtake what nobody waits for. Fails where it can't be written.
     */
    SOON,
    /** As soon, and all that was given before it is written before it. */
    BEHIND_ALL,
    /** Nobody waits for it. */
    SOMETIME
  }

  /** What is done within the transaction. */
  @FunctionalInterface
  interface Statements {
    void run(JobRows rows) throws SQLException;
  }

  static Write soon(Statements statements) {
    return new Write(Urgency.SOON, Optional.empty(), statements);
  }

  static Write behindAll(Statements statements) {
    return new Write(Urgency.BEHIND_ALL, Optional.empty(), statements);
  }

  /**
   * @param updated the job whose whole row it writes, so that an earlier such write is not needed
   */
  static Write sometime(Optional<JobId> updated, Statements statements) {
    return new Write(Urgency.SOMETIME, updated, statements);
  }

  Urgency urgency() {
    return urgency;
  }

  Optional<JobId> updated() {
    return updated;
  }

  Statements statements() {
    return statements;
  }

  /** Whether it is tried until it succeeds. */
  boolean mustSucceed() {
    return urgency != Urgency.SOON;
  }

  /** When it was given, as {@link System#nanoTime} tells. */
  long since() {
    return since;
  }

  CompletableFuture<Void> done() {
    return done;
  }
}
