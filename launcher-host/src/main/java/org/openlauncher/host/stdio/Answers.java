package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.host.clusters.Clusters;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobQuery;
import org.openlauncher.host.json.AnswerJson;
import org.openlauncher.host.json.JsonObject;
import org.openlauncher.wire.AnswerType;
import org.openlauncher.wire.ApiVersion;
import tools.jackson.core.JsonGenerator;

/**
 * Answers requests. The user whom one names has been authenticated, and may do what it asks for:
 * that is the duty of the launcher in front, and everybody's jobs are open to {@code *}.
 */
final class Answers {
  private static final JobQuery.Order BY_ID =
      new JobQuery.Order(JobQuery.Order.Field.SUBMISSION_TIME, false);

  private final StdioSettings settings;
  private final BehindTheDoor behind;
  private final Responses responses;
  private final OpenStreams streams;
  private final Executor blocking;
  private final Executor streaming;
  private final WireJob wireJob;

  /**
   * @param blocking runs what may block
   * @param streaming runs what streams do between two messages
   */
  Answers(
      StdioSettings settings,
      BehindTheDoor behind,
      Responses responses,
      OpenStreams streams,
      Executor blocking,
      Executor streaming,
      String clusterType) {
    this.settings = settings;
    this.behind = behind;
    this.responses = responses;
    this.streams = streams;
    this.blocking = blocking;
    this.streaming = streaming;
    this.wireJob = new WireJob(settings.shownAs(), clusterType);
  }

  CompletableFuture<Void> submit(Request.SubmitJob request, BigInteger id, ApiVersion peer) {
    String owner = request.job().user();
    if (owner.isEmpty()) {
      throw refused("User must not be empty.");
    }
    if (owner.equals(Request.ALL)) {
      throw refused("$.job.user: a job belongs to one user, not to all (*).");
    }
    JobSpecification job = WireJob.marked(request.job(), request.instanceId());
    AuditedAsk audited = audited(request.asker(), "SubmitJob", "submit").ofOwner(owner);
    return account(owner)
        .thenCompose(
            account ->
                behind
                    .jobs()
                    .submit(
                        new Caller(account, false, request.asker().actor()), job, Optional.empty()))
        .whenComplete(
            (submission, failure) -> {
              if (submission != null) {
                audited.found(submission.job());
              }
              audited.end(failure);
            })
        .thenCompose(submission -> behind.jobs().complete(List.of(submission.job())))
        .thenAccept(found -> jobs(id, found, WireJob.Fields.ALL, peer));
  }

  CompletableFuture<Void> get(Request.GetJobs request, BigInteger id, ApiVersion peer) {
    WireJob.Fields fields = WireJob.Fields.of(request.fields());
    return caller(request.asker())
        .thenCompose(caller -> whole(found(caller, request), fields))
        .thenAccept(found -> jobs(id, found, fields, peer));
  }

  private List<Job> found(Caller caller, Request.GetJobs request) {
    if (!request.jobId().equals(Request.ALL)) {
      return List.of(job(caller, request.asker(), request.jobId()));
    }
    JobQuery query =
        new JobQuery(
            Optional.of(settings.cluster()),
            Optional.empty(),
            WireJob.candidates(request.states()),
            request.tags(),
            request.from(),
            request.until(),
            BY_ID,
            Integer.MAX_VALUE - 1,
            Optional.empty());
    return behind.jobs().list(caller, query).jobs().stream()
        .filter(
            job ->
                request.states().isEmpty()
                    || request.states().contains(wireJob.state(job.status())))
        .toList();
  }

  private CompletableFuture<List<Job>> whole(List<Job> found, WireJob.Fields fields) {
    long absent = found.stream().mapToLong(Job::absentPayload).sum();
    if (absent == 0 || !fields.payload()) {
      return CompletableFuture.completedFuture(found);
    }
    if (absent > settings.longestMessage().bytes()) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "The commands, inputs and environments of these jobs take "
              + absent
              + " characters, and a message at most "
              + settings.longestMessage().bytes()
              + " bytes. Ask for fewer jobs, or for other fields.");
    }
    return behind.jobs().complete(found);
  }

  private void jobs(BigInteger id, List<Job> jobs, WireJob.Fields fields, ApiVersion peer) {
    responses.answer(
        AnswerType.JOB_STATE,
        id,
        generator -> {
          generator.writeName("jobs");
          generator.writeStartArray();
          for (Job job : jobs) {
            generator.writeStartObject();
            wireJob.write(generator, job, fields, peer.hasNewShapes());
            generator.writeEndObject();
          }
          generator.writeEndArray();
        });
  }

  private AuditedAsk audited(Request.Asker asker, String request, String operation) {
    return new AuditedAsk(behind.audit(), asker, request, operation, settings.cluster());
  }

  CompletableFuture<Void> control(Request.ControlJob request, BigInteger id) {
    AuditedAsk audited =
        audited(request.asker(), "ControlJob", request.operation().wireName())
            .ofJob(request.jobId());
    return caller(request.asker())
        .thenCompose(
            caller -> {
              Job job = job(caller, request.asker(), request.jobId());
              audited.found(job);
              return behind.jobs().control(caller, job.id(), request.operation());
            })
        .whenComplete((result, failure) -> audited.end(failure))
        .thenAccept(
            result ->
                responses.answer(
                    AnswerType.CONTROL_JOB,
                    id,
                    generator -> AnswerJson.controlMembers(generator, result)));
  }

  CompletableFuture<Void> network(Request.JobNetwork request, BigInteger id) {
    return caller(request.asker())
        .thenCompose(
            caller ->
                behind.jobs().network(caller, job(caller, request.asker(), request.jobId()).id()))
        .thenAccept(
            network ->
                responses.answer(
                    AnswerType.JOB_NETWORK,
                    id,
                    generator -> {
                      generator.writeStringProperty("host", network.host());
                      texts(generator, "ipAddresses", network.ipAddresses());
                      texts(generator, "endpoints", network.endpoints());
                    }));
  }

  private static void texts(JsonGenerator generator, String name, List<String> texts) {
    generator.writeName(name);
    generator.writeArray(texts.toArray(String[]::new), 0, texts.size());
  }

  CompletableFuture<Void> clusterInfo(Request.ClusterInfo request, BigInteger id) {
    CompletableFuture<Clusters.Description> description =
        request.asker().all()
            ? behind.clusters().describeToAll(behind.users().self(), settings.cluster())
            : account(request.asker().username())
                .thenCompose(user -> behind.clusters().describe(user, settings.cluster()));
    return description.thenAccept(
        cluster ->
            responses.answer(
                AnswerType.CLUSTER_INFO, id, generator -> ClusterOffer.write(generator, cluster)));
  }

  CompletableFuture<Void> status(Request.JobStatus request, BigInteger id) {
    if (request.cancel()) {
      return cancel(id);
    }
    return streams.open(
        id,
        () ->
            caller(request.asker())
                .thenApply(
                    caller ->
                        new StatusStream(
                            id,
                            responses,
                            streaming,
                            request.jobId().equals(Request.ALL)
                                ? behind.jobs().statusOfAll(caller, 0)
                                : behind
                                    .jobs()
                                    .statusOf(
                                        caller,
                                        job(caller, request.asker(), request.jobId()).id(),
                                        0),
                            wireJob)));
  }

  CompletableFuture<Void> output(Request.JobOutput request, BigInteger id, ApiVersion peer) {
    if (request.cancel()) {
      return cancel(id);
    }
    // The kits' defaults.
    OutputType type =
        request.type().orElse(peer.hasNewShapes() ? OutputType.STDOUT : OutputType.MIXED);
    return streams.open(
        id,
        () ->
            caller(request.asker())
                .thenCompose(
                    caller ->
                        behind
                            .jobs()
                            .output(
                                caller, job(caller, request.asker(), request.jobId()).id(), type))
                .thenApply(reader -> new JobOutputStream(id, responses, streaming, reader, type)));
  }

  CompletableFuture<Void> resources(Request.ResourceUse request, BigInteger id) {
    if (request.cancel()) {
      return cancel(id);
    }
    return streams.open(
        id,
        () ->
            caller(request.asker())
                .thenApply(
                    caller ->
                        new ResourceStream(
                            id,
                            responses,
                            streaming,
                            behind
                                .jobs()
                                .resources(
                                    caller, job(caller, request.asker(), request.jobId()).id()))));
  }

  private CompletableFuture<Void> cancel(BigInteger id) {
    streams.cancel(id);
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<Void> nodes(Request.SetLoadBalancerNodes request, BigInteger id) {
    behind.nodes().accept(request.nodes());
    responses.answer(AnswerType.SET_LOAD_BALANCER_NODES, id, generator -> {});
    return CompletableFuture.completedFuture(null);
  }

  CompletableFuture<Void> reload(BigInteger id) {
    return CompletableFuture.supplyAsync(behind.reload(), blocking)
        .thenAccept(
            reloaded ->
                responses.answer(
                    AnswerType.CONFIG_RELOAD,
                    id,
                    generator -> {
                      generator.writeNumberProperty("errorType", reloaded.error().number());
                      generator.writeStringProperty("errorMessage", reloaded.message());
                    }));
  }

  private Job job(Caller caller, Request.Asker asker, String id) {
    try {
      Optional<Job> found = JobId.parse(id).map(known -> behind.jobs().get(caller, known));
      if (found.isPresent()) {
        return found.get();
      }
    } catch (LauncherException refusal) {
      if (refusal.code() != ErrorCode.JOB_NOT_FOUND) {
        throw refusal;
      }
    }
    throw new LauncherException(
        ErrorCode.JOB_NOT_FOUND,
        "Job " + JsonObject.shorten(id) + " could not be found for user " + asker.username());
  }

  private CompletableFuture<Caller> caller(Request.Asker asker) {
    return asker.all()
        ? CompletableFuture.completedFuture(new Caller(behind.users().self(), true, asker.actor()))
        : account(asker.username()).thenApply(account -> new Caller(account, false, asker.actor()));
  }

  private CompletableFuture<UserAccount> account(String name) {
    Optional<UserAccount> remembered = behind.users().remembered(name);
    return remembered.isPresent()
        ? CompletableFuture.completedFuture(remembered.get())
        : CompletableFuture.supplyAsync(
            () ->
                behind
                    .users()
                    .find(name)
                    .orElseThrow(
                        () ->
                            refused(
                                "this machine's user database does not know user "
                                    + JsonObject.quote(name))),
            blocking);
  }

  private static LauncherException refused(String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, why);
  }
}
