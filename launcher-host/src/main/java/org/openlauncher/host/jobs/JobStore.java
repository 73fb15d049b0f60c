package org.openlauncher.host.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;

/**
 * Where jobs are kept. Writes are taken in order and never block the caller; each future completes
 * when the write would survive a crash of the machine.
 */
public interface JobStore extends AutoCloseable {
  /** Everything that is kept; called once, before the first write. */
  Contents load();

  /**
   * Writes a new job. A failure is told by the future and leaves nothing behind.
   *
   * @param whole all of its specification
   */
  CompletableFuture<Void> insert(StoredJob job, JobSpecification whole);

  /** Reads all of the specifications of jobs. Those that are not there any more are left out. */
  CompletableFuture<Map<JobId, JobSpecification>> specifications(Collection<JobId> ids);

  /** Writes what changed of a job; tried again until it succeeds. */
  CompletableFuture<Void> update(StoredJob job);

  /** Adds to the history of changes; tried again until it succeeds. */
  void append(JobChange change);

  /** Removes a job and its history. */
  void delete(JobId id);

  /** Why writes fail at the moment; empty text where they don't. */
  String trouble();

  /** Ends after everything that was given is written. */
  @Override
  void close();

  /**
   * What a store holds.
   *
   * @param jobs all jobs, without large payloads
   * @param changes the newest changes, in the order of their revisions
   * @param lastRevision the greatest revision that was ever written; 0 for none
   */
  record Contents(List<StoredJob> jobs, List<JobChange> changes, long lastRevision) {
    /** Takes copies of the lists. */
    public Contents {
      jobs = List.copyOf(jobs);
      changes = List.copyOf(changes);
    }
  }
}
