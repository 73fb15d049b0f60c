package org.openlauncher.host.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.auth.SessionKey;
import org.openlauncher.auth.SessionToken;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobDraft;
import org.openlauncher.host.jobs.JobPage;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.jobs.Submission;
import org.openlauncher.host.json.AnswerJson;
import org.openlauncher.host.json.PlanJson;
import org.openlauncher.host.json.SessionJson;
import org.openlauncher.host.json.SessionRequestJson;
import org.openlauncher.sessions.ClusterChoice;
import org.openlauncher.sessions.ClusterFacts;
import org.openlauncher.sessions.ComposedJob;
import org.openlauncher.sessions.SessionComposer;
import org.openlauncher.sessions.SessionRequest;
import org.openlauncher.sessions.SessionTags;
import org.openlauncher.sessions.SessionVariables;

/** The endpoints for sessions and ad-hoc jobs, which are jobs like all others. */
final class SessionEndpoints {
  static final Set<QueryParameter> LIST_PARAMETERS = listParameters();

  private final Supplier<SessionComposer> composers;
  private final Jobs jobs;
  private final Clusters clusters;
  private final Gatekeeper gatekeeper;
  private final Set<Integer> ownPorts;

  /**
   * @param composers the one for a request that comes now
   * @param ownPorts where this launcher listens, which no session is given
   */
  SessionEndpoints(
      Supplier<SessionComposer> composers,
      Jobs jobs,
      Clusters clusters,
      Gatekeeper gatekeeper,
      Set<Integer> ownPorts) {
    this.composers = composers;
    this.jobs = jobs;
    this.clusters = clusters;
    this.gatekeeper = gatekeeper;
    this.ownPorts = Set.copyOf(ownPorts);
  }

  private static Set<QueryParameter> listParameters() {
    Set<QueryParameter> parameters = new HashSet<>(ListQuery.PARAMETERS);
    parameters.remove(QueryParameter.FIELDS);
    parameters.add(QueryParameter.KIND);
    return Set.copyOf(parameters);
  }

  CompletableFuture<Answer> submit(Call call) {
    boolean dryRun = call.query().flag(QueryParameter.DRY_RUN);
    call.audited().operation(dryRun ? "plan" : "submit");
    Optional<String> key = JobEndpoints.idempotencyKey(call);
    SessionRequest request = SessionRequestJson.read(call.body(), call.requireCaller().user());
    call.audited().submission(request.job().user(), request.job().cluster());
    Caller owner = gatekeeper.actingFor(call.requireCaller(), request.job().user());
    if (dryRun) {
      return compose(request, owner).thenCompose(composed -> plan(owner, request, composed));
    }
    return key.flatMap(mark -> jobs.earlier(owner, mark, SessionRequestJson.text(request)))
        .map(earlier -> earlier.thenCompose(found -> submitted(call, owner, found, List.of())))
        .orElseGet(
            () ->
                compose(request, owner)
                    .thenCompose(composed -> submit(call, owner, request, composed, key)));
  }

  private CompletableFuture<ComposedJob> compose(SessionRequest request, Caller owner) {
    SessionComposer composer = composers.get();
    ClusterChoice choice = composer.cluster(request, clusters.openTo(owner.account()));
    return clusters
        .describe(owner.account(), choice.name())
        .thenApply(
            description ->
                composer.compose(
                    request, owner.account(), choice, facts(description), takenPorts(composer)));
  }

  private static ClusterFacts facts(Clusters.Description cluster) {
    Capabilities capabilities =
        cluster
            .capabilities()
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.CLUSTER_UNAVAILABLE,
                        "cluster " + cluster.name() + " is not served by any plugin now"));
    return new ClusterFacts(
        cluster.name(),
        capabilities.has(Capabilities.Feature.CONTAINERS),
        capabilities.has(Capabilities.Feature.HOST_NETWORK),
        capabilities.mountTypes(),
        cluster.info().defaultImage());
  }

  private Set<Integer> takenPorts(SessionComposer composer) {
    Set<Integer> taken = new HashSet<>(ownPorts);
    taken.add(composer.configuration().rstudioPort());
    return taken;
  }

  private CompletableFuture<Answer> plan(
      Caller owner, SessionRequest request, ComposedJob composed) {
    return jobs.plan(owner, draft(request, composed))
        .thenApply(
            plan ->
                Answer.json(
                    SessionJson.plan(
                        PlanJson.plan(plan), composed.settings(), composed.warnings())));
  }

  private static JobDraft draft(SessionRequest request, ComposedJob composed) {
    return new JobDraft(
        () -> SessionRequestJson.text(request), composed.asked(), composed.finish());
  }

  private CompletableFuture<Answer> submit(
      Call call, Caller owner, SessionRequest request, ComposedJob composed, Optional<String> key) {
    return jobs.submit(owner, draft(request, composed), key)
        .thenCompose(done -> submitted(call, owner, done, composed.warnings()));
  }

  private CompletableFuture<Answer> submitted(
      Call call, Caller owner, Submission done, List<String> warnings) {
    call.audited().job(done.job().id());
    return token(owner, done.job())
        .thenApply(
            token ->
                new Answer.Whole(
                    done.created() ? HttpStatus.CREATED : HttpStatus.OK,
                    Answer.JSON,
                    Map.of("Location", "/sessions/" + done.job().id()),
                    SessionJson.one(done.job(), token, warnings)));
  }

  CompletableFuture<Answer> list(Call call) {
    Caller caller = call.requireCaller();
    JobKind kind =
        call.query()
            .find(QueryParameter.KIND)
            .map(
                text ->
                    JobKind.parse(text)
                        .orElseThrow(
                            () ->
                                QueryParameters.misfit(
                                    QueryParameter.KIND, "session or adhoc", text)))
            .orElse(JobKind.SESSION);
    JobPage page = jobs.list(caller, ListQuery.read(call.query(), caller).withTag(kind.word()));
    return completedFuture(
        Answer.json(
            SessionJson.page(
                page.jobs().stream()
                    .filter(job -> SessionTags.kind(job.specification().tags()).isPresent())
                    .toList(),
                page.nextCursor())));
  }

  CompletableFuture<Answer> get(Call call) {
    Job job = session(call);
    return token(call.requireCaller(), job)
        .thenApply(token -> Answer.json(SessionJson.one(job, token, List.of())));
  }

  /** A job that was made here; others are jobs, but no sessions. */
  private Job session(Call call) {
    Job job = jobs.get(call.requireCaller(), call.jobId());
    if (SessionTags.kind(job.specification().tags()).isEmpty()) {
      throw new LauncherException(
          ErrorCode.JOB_NOT_FOUND, "job " + job.id() + " is no session and no ad-hoc job");
    }
    return job;
  }

  /** The token that a session was started with: nobody but its owner gets it. */
  private CompletableFuture<Optional<String>> token(Caller caller, Job job) {
    if (!caller.user().equals(job.owner()) || job.status().state().terminal()) {
      return completedFuture(Optional.empty());
    }
    return jobs.complete(List.of(job))
        .thenApply(
            whole ->
                whole.stream()
                    .flatMap(each -> each.specification().environment().stream())
                    .filter(variable -> variable.name().equals(SessionVariables.TOKEN))
                    .map(EnvironmentVariable::value)
                    .findFirst());
  }

  /** A fresh token, for its owner. */
  CompletableFuture<Answer> freshToken(Call call) {
    Job job = session(call);
    Caller caller = call.requireCaller();
    if (!caller.user().equals(job.owner())) {
      throw new LauncherException(
          ErrorCode.FORBIDDEN, "only " + job.owner() + " can use session " + job.id());
    }
    SessionKey key =
        composers
            .get()
            .key()
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.REQUEST_NOT_SUPPORTED, "the launcher has no session key"));
    SessionToken token =
        SessionToken.of(job.owner(), job.id().value(), Instant.now(), SessionToken.VALIDITY);
    return completedFuture(
        Answer.json(SessionJson.token(token.sign(key), token.expires().toString())));
  }

  CompletableFuture<Answer> delete(Call call) {
    Job job = session(call);
    boolean force = call.query().flag(QueryParameter.FORCE);
    JobState state = job.status().state();
    if (state.terminal()) {
      return completedFuture(
          Answer.json(
              AnswerJson.control(
                  new ControlResult(true, "It has ended already: " + state.wireName() + "."))));
    }
    JobOperation operation =
        state == JobState.PENDING
            ? JobOperation.CANCEL
            : force ? JobOperation.KILL : JobOperation.STOP;
    call.audited().operation(operation.wireName());
    return jobs.control(call.requireCaller(), job.id(), operation)
        .thenApply(result -> Answer.json(AnswerJson.control(result)));
  }
}
