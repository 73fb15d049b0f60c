package org.openlauncher.host.jobs;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.jobs.ChangeJournal.Scope;

/** The door to jobs: who may do what, and then the table or the job's cluster. */
final class JobService implements Jobs {
  private final JobTable table;
  private final ClusterDoors clusters;
  private final Submissions submissions;
  private final OutputFeeds outputs;
  private final ResourceFeeds resources;
  private final JobLists lists;

  /** Revisions of lists begin anew with each launcher; this keeps two launchers' apart. */
  private final long listRevisionOfThisLauncher = new SecureRandom().nextLong() & 0xFFFF_FFFF_FFFFL;

  JobService(
      JobTable table,
      ClusterDoors clusters,
      Submissions submissions,
      OutputFeeds outputs,
      ResourceFeeds resources) {
    this.table = table;
    this.clusters = clusters;
    this.submissions = submissions;
    this.outputs = outputs;
    this.resources = resources;
    this.lists = new JobLists(table.index());
  }

  @Override
  public CompletableFuture<Submission> submit(
      Caller caller, JobSpecification specification, Optional<String> idempotencyKey) {
    return submit(caller, submissions.draft(specification), idempotencyKey);
  }

  @Override
  public CompletableFuture<Submission> submit(
      Caller caller, JobDraft draft, Optional<String> idempotencyKey) {
    return submissions.submit(caller, draft, idempotencyKey);
  }

  @Override
  public Optional<CompletableFuture<Submission>> earlier(
      Caller owner, String idempotencyKey, String request) {
    return submissions.earlier(owner.account(), idempotencyKey, request);
  }

  @Override
  public CompletableFuture<SubmissionPlan> plan(Caller caller, JobSpecification specification) {
    return plan(caller, submissions.draft(specification));
  }

  @Override
  public CompletableFuture<SubmissionPlan> plan(Caller caller, JobDraft draft) {
    return submissions.plan(caller, draft);
  }

  @Override
  public Job get(Caller caller, JobId id) {
    return table
        .find(id)
        .filter(job -> caller.maySee(job.owner()))
        .orElseThrow(() -> Refusals.notFound(id));
  }

  @Override
  public JobPage list(Caller caller, JobQuery query) {
    Optional<String> asked = query.user().filter(user -> !caller.maySee(user));
    if (asked.isPresent()) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN,
          "user: only administrators may list the jobs of others; you are " + caller.user() + ".");
    }
    return lists.page(query, caller.onlyOwner());
  }

  @Override
  public CompletableFuture<List<Job>> complete(List<Job> jobs) {
    return table.complete(jobs);
  }

  @Override
  public long listRevision(Caller caller) {
    return listRevisionOfThisLauncher + table.listRevision(caller.onlyOwner());
  }

  @Override
  public CompletableFuture<ControlResult> control(Caller caller, JobId id, JobOperation operation) {
    Job job = get(caller, id);
    if (!operation.fits(job.status().state())) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "Job "
              + id
              + " is "
              + job.status().state().wireName()
              + ": it can't "
              + operation.wireName()
              + " now.");
    }
    if (operation == JobOperation.CANCEL && job.handle().isEmpty()) {
      table.requested(id, operation);
      return CompletableFuture.completedFuture(
          new ControlResult(
              false, "It is not known yet whether the cluster has the job; it is canceled then."));
    }
    LaunchedJob launched = launched(job);
    return door(job)
        .call(
            "control",
            cluster -> {
              requireOperation(cluster.capabilities(), operation, job);
              table.requested(id, operation);
              return cluster.control(launched, operation);
            });
  }

  private static void requireOperation(Capabilities capabilities, JobOperation operation, Job job) {
    if (!capabilities.operations().contains(operation)) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "Cluster "
              + job.specification().cluster()
              + " can't "
              + operation.wireName()
              + " jobs; it"
              + " knows "
              + capabilities.operations().stream().map(JobOperation::wireName).sorted().toList()
              + ".");
    }
  }

  @Override
  public StatusCursor statusOf(Caller caller, JobId id, long afterRevision) {
    get(caller, id);
    return cursor(new Scope.One(id), afterRevision);
  }

  @Override
  public StatusCursor statusOfAll(Caller caller, long afterRevision) {
    Scope scope =
        caller
            .onlyOwner()
            .map(owner -> (Scope) new Scope.Owner(owner))
            .orElseGet(Scope.Everything::new);
    return cursor(scope, afterRevision);
  }

  private StatusCursor cursor(Scope scope, long afterRevision) {
    return new JournalCursor(table.journal(), scope, () -> table.view(scope), afterRevision);
  }

  @Override
  public CompletableFuture<OutputReader> output(Caller caller, JobId id, OutputType type) {
    Job job = get(caller, id);
    ClusterDoor door = door(job);
    if (neverStarted(job)) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          "Job " + id + " has no output: it is " + job.status().state().wireName() + ".");
    }
    return door.capabilities()
        .thenApply(
            capabilities -> {
              if (!capabilities.outputs().contains(type)) {
                throw new LauncherException(
                    ErrorCode.REQUEST_NOT_SUPPORTED,
                    "Cluster "
                        + door.name()
                        + " has no "
                        + type.wireName()
                        + " of jobs; it has "
                        + capabilities.outputs().stream()
                            .map(OutputType::wireName)
                            .sorted()
                            .toList()
                        + ".");
              }
              return outputs.open(door, id, type);
            });
  }

  private static boolean neverStarted(Job job) {
    JobState state = job.status().state();
    return state == JobState.FAILED || state == JobState.CANCELED;
  }

  @Override
  public ResourceReader resources(Caller caller, JobId id) {
    Job job = get(caller, id);
    requireStarted(job);
    return resources.open(door(job), id);
  }

  @Override
  public CompletableFuture<NetworkInfo> network(Caller caller, JobId id) {
    Job job = get(caller, id);
    requireStarted(job);
    LaunchedJob launched = launched(job);
    return door(job)
        .call(
            "network",
            cluster -> {
              requireFeature(cluster.capabilities(), Capabilities.Feature.NETWORK, job);
              return cluster.network(launched);
            })
        .thenApply(network -> SessionPort.in(network, job));
  }

  @Override
  public CompletableFuture<Explanation> explain(Caller caller, JobId id) {
    Job job = get(caller, id);
    Explanation byStatus = Explanations.of(job);
    if (job.launched().isEmpty()) {
      return CompletableFuture.completedFuture(byStatus);
    }
    LaunchedJob launched = launched(job);
    return door(job)
        .call(
            "explain",
            cluster ->
                cluster.capabilities().has(Capabilities.Feature.EXPLAIN)
                    ? cluster.explain(launched)
                    : Optional.<Explanation>empty())
        .thenApply(explanation -> explanation.orElse(byStatus));
  }

  private static void requireStarted(Job job) {
    switch (job.status().state()) {
      case RUNNING, SUSPENDED -> {}
      case PENDING, FINISHED, FAILED, KILLED, CANCELED -> throw Refusals.notRunning(job);
    }
  }

  private static void requireFeature(
      Capabilities capabilities, Capabilities.Feature feature, Job job) {
    if (!capabilities.has(feature)) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "Cluster " + job.specification().cluster() + " does not tell this of its jobs.");
    }
  }

  private static LaunchedJob launched(Job job) {
    return job.launched()
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.INVALID_JOB_STATE,
                    "Job " + job.id() + " is still being handed to its cluster; try again soon."));
  }

  private ClusterDoor door(Job job) {
    String name = job.specification().cluster();
    return clusters
        .find(name)
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.CLUSTER_UNAVAILABLE,
                    "Cluster "
                        + name
                        + " of job "
                        + job.id()
                        + " is no longer in the configuration; it has "
                        + List.copyOf(clusters.names())
                        + "."));
  }
}
