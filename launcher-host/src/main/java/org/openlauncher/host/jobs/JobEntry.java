package org.openlauncher.host.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.plugin.Observation;

/**
 * A job's place in the {@link JobTable}: the newest {@link Job} and what is known beside it.
 * Written under the table's lock; {@link #job} may be read without.
 */
final class JobEntry {
  private final Optional<IdempotencyKey> idempotencyKey;
  private final CompletableFuture<Job> settled = new CompletableFuture<>();
  private final List<Observation> early = new ArrayList<>();
  private volatile Job job;
  private volatile boolean visible;
  private Optional<JobOperation> requested = Optional.empty();
  private Optional<Instant> runningSince = Optional.empty();
  private boolean overdue;

  /** A new job. */
  JobEntry(Job job, Optional<IdempotencyKey> idempotencyKey) {
    this.job = job;
    this.idempotencyKey = idempotencyKey;
  }

  /** A job of an earlier launcher. */
  JobEntry(StoredJob stored) {
    this(stored.job(), stored.idempotencyKey());
    requested = stored.requested();
    runningSince = stored.runningSince();
    overdue = stored.overdue();
  }

  Job job() {
    return job;
  }

  void replace(Job newer) {
    job = newer;
  }

  /** Whether clients see the job: from the moment on that it is decided that there is one. */
  boolean visible() {
    return visible;
  }

  void show() {
    visible = true;
  }

  Optional<IdempotencyKey> idempotencyKey() {
    return idempotencyKey;
  }

  Optional<JobOperation> requested() {
    return requested;
  }

  void request(JobOperation operation) {
    requested = Optional.of(operation);
  }

  /** When it was first seen running. */
  Optional<Instant> runningSince() {
    return runningSince;
  }

  void seenRunning(Instant at) {
    if (runningSince.isEmpty()) {
      runningSince = Optional.of(at);
    }
  }

  /** Whether the launcher ends it, or ended it, because its time was up. */
  boolean overdue() {
    return overdue;
  }

  void timeIsUp() {
    overdue = true;
  }

  /** Completes when it is decided whether the submission makes a job. */
  CompletableFuture<Job> settled() {
    return settled;
  }

  /** Observations that came before the job was visible. */
  List<Observation> early() {
    return early;
  }

  StoredJob stored() {
    return new StoredJob(job, idempotencyKey, requested, runningSince, overdue);
  }
}
