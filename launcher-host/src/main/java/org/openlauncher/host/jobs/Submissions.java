package org.openlauncher.host.jobs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.host.clusters.ClusterDoor;
import org.openlauncher.host.clusters.ClusterDoors;
import org.openlauncher.host.profiles.EnforcedLimits;
import org.openlauncher.host.profiles.Permitted;
import org.openlauncher.host.profiles.ProfileRules;

/**
 * The way of a submission: completed, checked, recorded, launched. Nothing reaches a back-end
 * before the record would survive a crash.
 */
final class Submissions {
  private final JobTable table;
  private final ClusterDoors clusters;
  private final Launches launches;
  private final UserDirectory users;
  private final Executor lookUps;
  private final Function<JobSpecification, String> text;

  /**
   * @param lookUps runs look-ups of users, which may block
   * @param text the specification as text that is equal for equal requests
   */
  Submissions(
      JobTable table,
      ClusterDoors clusters,
      Launches launches,
      UserDirectory users,
      Executor lookUps,
      Function<JobSpecification, String> text) {
    this.table = table;
    this.clusters = clusters;
    this.launches = launches;
    this.users = users;
    this.lookUps = lookUps;
    this.text = text;
  }

  /** A job that does not depend on its id. */
  JobDraft draft(JobSpecification specification) {
    return new JobDraft(
        () -> text.apply(specification), specification, (id, completed) -> completed);
  }

  CompletableFuture<Submission> submit(
      Caller caller, JobDraft draft, Optional<String> idempotencyKey) {
    return owner(caller, draft.asked())
        .thenCompose(
            owner -> {
              Optional<IdempotencyKey> key =
                  idempotencyKey.map(mark -> key(owner, mark, draft.request().get()));
              // What was accepted once is answered, whatever is permitted by now.
              return key.flatMap(table::earlier)
                  .map(this::settled)
                  .orElseGet(() -> submit(owner, draft, key));
            });
  }

  private CompletableFuture<Submission> submit(
      UserAccount owner, JobDraft draft, Optional<IdempotencyKey> key) {
    ContainerUserRule.check(draft.asked(), owner);
    ClusterDoor door = clusters.choose(owner, draft.asked().cluster());
    return permitted(door, draft, owner)
        .thenCompose(permitted -> record(door, permitted, owner, draft, key));
  }

  Optional<CompletableFuture<Submission>> earlier(UserAccount owner, String mark, String request) {
    return table.earlier(key(owner, mark, request)).map(this::settled);
  }

  private CompletableFuture<Submission> settled(JobEntry entry) {
    return entry.settled().thenApply(job -> new Submission(newest(job), false));
  }

  CompletableFuture<SubmissionPlan> plan(Caller caller, JobDraft draft) {
    JobSpecification asked = draft.asked();
    return owner(caller, asked)
        .thenCompose(
            owner -> {
              ContainerUserRule.check(asked, owner);
              ClusterDoor door = clusters.choose(owner, asked.cluster());
              return permitted(door, draft, owner)
                  .thenCompose(permitted -> plan(door, permitted, draft, owner));
            });
  }

  private CompletableFuture<SubmissionPlan> plan(
      ClusterDoor door, Permitted permitted, JobDraft draft, UserAccount owner) {
    JobId id = table.newId();
    LaunchRequest request =
        new LaunchRequest(
            id, draft.finished(id, permitted.specification()), owner, permitted.profile());
    return door.call(
        "plan",
        cluster ->
            new SubmissionPlan(
                cluster.plan(Launches.fitted(request, cluster)), permitted.limits()));
  }

  private CompletableFuture<Submission> record(
      ClusterDoor door,
      Permitted permitted,
      UserAccount owner,
      JobDraft draft,
      Optional<IdempotencyKey> key) {
    JobTable.Admission admission =
        table.admit(id -> draft.finished(id, permitted.specification()), key, permitted.quota());
    if (!admission.fresh()) {
      return settled(admission.entry());
    }
    LaunchRequest request =
        new LaunchRequest(
            admission.entry().job().id(), admission.specification(), owner, permitted.profile());
    return admission
        .durable()
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return launches.launch(door, request);
              }
              LauncherException refusal =
                  new LauncherException(
                      ErrorCode.CLUSTER_UNAVAILABLE,
                      "The job can't be recorded at the moment, so it was not started; try again.",
                      Refusals.unwrap(failure));
              table.dropped(request.id(), refusal);
              return CompletableFuture.<Job>failedFuture(refusal);
            })
        .thenCompose(job -> job)
        .thenApply(job -> new Submission(newest(job), true));
  }

  /** What was seen of a job while its launch was under way is in the answer already. */
  private Job newest(Job job) {
    return table.find(job.id()).orElse(job);
  }

  /** Asked while the cluster is open, since only then its profiles are known. */
  private CompletableFuture<Permitted> permitted(
      ClusterDoor door, JobDraft draft, UserAccount owner) {
    return door.call(
        "validate",
        cluster -> {
          Capabilities capabilities = cluster.capabilities();
          Permitted permitted =
              ProfileRules.apply(
                  complete(draft.asked(), owner, door),
                  owner,
                  clusters.profiles(door.name()),
                  capabilities,
                  () -> cluster.info(owner));
          JobSpecification finished = draft.finished(table.newId(), permitted.specification());
          SubmissionRules.check(finished, capabilities);
          cluster.validate(EnforcedLimits.forCluster(finished, capabilities), owner);
          return permitted;
        });
  }

  private CompletableFuture<UserAccount> owner(Caller caller, JobSpecification asked) {
    if (asked.user().isEmpty() || asked.user().equals(caller.user())) {
      return CompletableFuture.completedFuture(caller.account());
    }
    if (!caller.administrator()) {
      return CompletableFuture.failedFuture(
          new LauncherException(
              ErrorCode.FORBIDDEN,
              "$.job.user: you are "
                  + caller.user()
                  + " and can't submit for "
                  + asked.user()
                  + "; leave it out, or be an administrator."));
    }
    return CompletableFuture.supplyAsync(
        () ->
            users
                .find(asked.user())
                .orElseThrow(
                    () ->
                        new LauncherException(
                            ErrorCode.INVALID_REQUEST,
                            "$.job.user: this machine has no user " + asked.user() + ".")),
        lookUps);
  }

  private static JobSpecification complete(
      JobSpecification asked, UserAccount owner, ClusterDoor door) {
    return asked.toBuilder().user(owner.name()).cluster(door.name()).build();
  }

  private static IdempotencyKey key(UserAccount owner, String mark, String request) {
    return new IdempotencyKey(owner.name(), mark, fingerprint(request));
  }

  private static String fingerprint(String request) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
