package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;

/**
 * The door to jobs, the same for everybody. Every method checks what the caller may do: somebody
 * else's job is not found. Refusals are {@link org.openlauncher.api.error.LauncherException}s,
 * thrown or, where a future is returned, as its failure. No method blocks on a back-end or a disk.
 */
public interface Jobs {
  /**
   * Takes a job: recorded, then handed to its cluster.
   *
   * @param specification as the client sent it; {@code user} is filled in
   * @param idempotencyKey the client's key; the same key and request again answers the first job
   */
  CompletableFuture<Submission> submit(
      Caller caller, JobSpecification specification, Optional<String> idempotencyKey);

  /** The same for a job whose last details depend on its id. */
  CompletableFuture<Submission> submit(
      Caller caller, JobDraft draft, Optional<String> idempotencyKey);

  /**
   * What an earlier submission became, whatever the configuration would say to it now; for who has
   * to make a job of a request before it can be submitted.
   *
   * @param owner whose job it is
   * @param request as in {@link JobDraft}
   * @return empty where the owner has not used the key; fails with {@code IdempotencyConflict}
   *     where it was used with another request
   */
  Optional<CompletableFuture<Submission>> earlier(
      Caller owner, String idempotencyKey, String request);

  /** What {@link #submit} would do. */
  CompletableFuture<SubmissionPlan> plan(Caller caller, JobSpecification specification);

  /** The same for a job whose last details depend on its id. */
  CompletableFuture<SubmissionPlan> plan(Caller caller, JobDraft draft);

  /** One job. */
  Job get(Caller caller, JobId id);

  /** A page of the jobs that the caller may see. */
  JobPage list(Caller caller, JobQuery query);

  /** The same jobs with all of their specifications; those that are gone by now are left out. */
  CompletableFuture<List<Job>> complete(List<Job> jobs);

  /** A number that changes whenever an answer to {@link #list} may change for this caller. */
  long listRevision(Caller caller);

  /** Carries out an operation. */
  CompletableFuture<ControlResult> control(Caller caller, JobId id, JobOperation operation);

  /**
   * The status changes of one job, behind a revision; 0 for the beginning, see {@link
   * StatusCursor#present}.
   */
  StatusCursor statusOf(Caller caller, JobId id, long afterRevision);

  /** The status changes of all jobs that the caller may see, behind a revision. */
  StatusCursor statusOfAll(Caller caller, long afterRevision);

  /** Opens an output. */
  CompletableFuture<OutputReader> output(Caller caller, JobId id, OutputType type);

  /** Opens the resource use of a running job. */
  ResourceReader resources(Caller caller, JobId id);

  /** Where a running job can be reached. */
  CompletableFuture<NetworkInfo> network(Caller caller, JobId id);

  /** Why a job is in its state. */
  CompletableFuture<Explanation> explain(Caller caller, JobId id);
}
