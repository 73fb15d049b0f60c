package org.openlauncher.host.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobPage;
import org.openlauncher.host.jobs.JobQuery;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.json.AnswerJson;
import org.openlauncher.host.json.JobField;
import org.openlauncher.host.json.JobJson;
import org.openlauncher.host.json.PlanJson;
import org.openlauncher.host.json.RequestJson;

/** The endpoints for jobs that answer at once. */
final class JobEndpoints {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int LONGEST_KEY = 255;

  private final Jobs jobs;
  private final Gatekeeper gatekeeper;

  JobEndpoints(Jobs jobs, Gatekeeper gatekeeper) {
    this.jobs = jobs;
    this.gatekeeper = gatekeeper;
  }

  CompletableFuture<Answer> submit(Call call) {
    boolean dryRun = call.query().flag(QueryParameter.DRY_RUN);
    call.audited().operation(dryRun ? "plan" : "submit");
    Optional<String> key = idempotencyKey(call);
    JobSpecification job = RequestJson.submission(call.body(), call.requireCaller().user());
    call.audited().submission(job.user(), job.cluster());
    Caller owner = gatekeeper.actingFor(call.requireCaller(), job.user());
    return dryRun
        ? jobs.plan(owner, job).thenApply(plan -> Answer.json(PlanJson.plan(plan)))
        : jobs.submit(owner, job, key)
            .thenCompose(
                done -> {
                  call.audited().job(done.job().id());
                  return whole(call, done.job())
                      .thenApply(found -> submitted(found, done.created()));
                });
  }

  private static Answer submitted(Job job, boolean created) {
    return new Answer.Whole(
        created ? HttpStatus.CREATED : HttpStatus.OK,
        Answer.JSON,
        Map.of("Location", "/jobs/" + job.id()),
        JobJson.job(job, JobField.ALL));
  }

  /** The client's mark on a submission. */
  static Optional<String> idempotencyKey(Call call) {
    Optional<String> key = call.headers().single(IDEMPOTENCY_KEY);
    key.ifPresent(JobEndpoints::requireKey);
    return key;
  }

  private static void requireKey(String key) {
    boolean visible = key.chars().allMatch(unit -> unit > ' ' && unit < 0x7F);
    if (!visible || key.length() > LONGEST_KEY) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "header "
              + IDEMPOTENCY_KEY
              + ": expected 1 to "
              + LONGEST_KEY
              + " visible ASCII characters, found "
              + (visible ? key.length() + " characters" : QueryParameters.quote(key)));
    }
  }

  CompletableFuture<Answer> list(Call call) {
    Caller caller = call.requireCaller();
    JobQuery query = ListQuery.read(call.query(), caller);
    Set<JobField> fields = fields(call);
    // Taken before the list: a change in between makes the tag too old, never too new.
    String tag = call.entityTag(List.of(jobs.listRevision(caller), query, fields));
    if (call.headers().hasAlready(tag)) {
      return completedFuture(new Answer.NotModified(tag));
    }
    JobPage page = jobs.list(caller, query);
    if (!wantsPayload(fields)) {
      return completedFuture(tagged(tag, JobJson.page(page, fields)));
    }
    JobPage whole = page.forWholeJobs(query.order());
    return complete(call, whole)
        .thenApply(
            found ->
                tagged(
                    tag,
                    JobJson.page(
                        new JobPage(
                            found.stream().map(job -> job.asSeenBy(caller.user())).toList(),
                            whole.nextCursor()),
                        fields)));
  }

  CompletableFuture<Answer> get(Call call) {
    Set<JobField> fields = fields(call);
    Job job = jobs.get(call.requireCaller(), call.jobId());
    String tag =
        call.entityTag(List.of(job.id(), job.revision(), job.stale(), JobField.namesOf(fields)));
    if (call.headers().hasAlready(tag)) {
      return completedFuture(new Answer.NotModified(tag));
    }
    return wantsPayload(fields)
        ? whole(call, job)
            .thenApply(found -> found.asSeenBy(call.requireCaller().user()))
            .thenApply(found -> tagged(tag, JobJson.job(found, fields)))
        : completedFuture(tagged(tag, JobJson.job(job, fields)));
  }

  private CompletableFuture<List<Job>> complete(Call call, JobPage page) {
    return call.memory()
        .reserve(page.absentPayload())
        .thenCompose(reserved -> jobs.complete(page.jobs()));
  }

  private CompletableFuture<Job> whole(Call call, Job job) {
    if (job.absentPayload() == 0) {
      return completedFuture(job);
    }
    return complete(call, new JobPage(List.of(job), Optional.empty()))
        .thenApply(
            found ->
                found.stream()
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new LauncherException(
                                ErrorCode.JOB_NOT_FOUND, "job " + job.id() + " has just expired")));
  }

  private static boolean wantsPayload(Set<JobField> fields) {
    return fields.stream().anyMatch(JobField::payload);
  }

  private static Set<JobField> fields(Call call) {
    return JobField.parse(call.query().allSplit(QueryParameter.FIELDS));
  }

  private static Answer tagged(String tag, byte[] json) {
    return new Answer.Whole(
        HttpStatus.OK,
        Answer.JSON,
        Map.of("ETag", tag, "Cache-Control", "private, no-cache"),
        json);
  }

  CompletableFuture<Answer> control(Call call) {
    JobOperation operation = RequestJson.operation(call.body());
    call.audited().operation(operation.wireName());
    return jobs.control(call.requireCaller(), call.jobId(), operation)
        .thenApply(result -> Answer.json(AnswerJson.control(result)));
  }

  CompletableFuture<Answer> network(Call call) {
    return jobs.network(call.requireCaller(), call.jobId())
        .thenApply(network -> Answer.json(AnswerJson.network(network)));
  }

  CompletableFuture<Answer> explain(Call call) {
    return jobs.explain(call.requireCaller(), call.jobId())
        .thenApply(explanation -> Answer.json(AnswerJson.explanation(explanation)));
  }
}
