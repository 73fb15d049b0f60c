package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.LaunchedJob;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.plugin.nativeplugin.wire.ApiVersion;
import org.openlauncher.plugin.nativeplugin.wire.ClusterInfoReading;
import org.openlauncher.plugin.nativeplugin.wire.JobReading;
import org.openlauncher.plugin.nativeplugin.wire.JobWriting;
import org.openlauncher.plugin.nativeplugin.wire.RequestType;
import org.openlauncher.plugin.nativeplugin.wire.WireNumbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A cluster that a native plugin serves. */
final class NativeCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCluster.class);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration RESUME_PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ALL = "*";
  private static final String HIDDEN = "***";

  /** A job with which the plugin ended so often is not tried again. */
  private static final int FATAL_SUBMISSIONS = 2;

  private static final int HANDLE_VERSION = 1;

  private final ClusterContext context;
  private final NativeOptions options;
  private final OutputStreams outputs;
  private final ResourceSamples samples = new ResourceSamples();
  private final PluginLink link;
  private final NativeJobs jobs;
  private final Capabilities capabilities;
  private final Set<JobId> submitting = ConcurrentHashMap.newKeySet();
  private final Map<JobId, Integer> fatal = new ConcurrentHashMap<>();

  private NativeCluster(ClusterContext context, NativeOptions options) {
    this.context = context;
    this.options = options;
    this.outputs = new OutputStreams(context.scratchFolder());
    this.link = new PluginLink(context, options, this::connected);
    this.jobs = new NativeJobs(context.name(), context.observations(), link, outputs);
    LOG.warn(
        "Cluster {}: {} runs as {}, the user that the launcher itself runs as",
        context.name(),
        options.executable(),
        context.users().self().name());
    try {
      link.start(START_PATIENCE);
      this.capabilities = offered();
      jobs.begin();
    } catch (RuntimeException failure) {
      link.close();
      throw failure;
    }
  }

  static NativeCluster open(ClusterContext context, NativeOptions options) {
    return new NativeCluster(context, options);
  }

  private void connected(Conversation conversation) {
    jobs.connected(conversation);
  }

  private Capabilities offered() {
    try {
      return ClusterInfoReading.capabilities(
          ask(Conversation.request(RequestType.CLUSTER_INFO, ALL)));
    } catch (LauncherException notYet) {
      LOG.warn(
          "Cluster {}: what the plugin offers is not known until it is opened anew: {}",
          context.name(),
          notYet.getMessage());
      return ClusterInfoReading.unknown();
    }
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  private JsonNode ask(ObjectNode request) {
    Conversation conversation = link.conversation();
    CompletableFuture<JsonNode> answer = conversation.ask(request);
    try {
      return Answers.await(answer, ANSWER_PATIENCE);
    } finally {
      conversation.abandon(answer);
    }
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return ClusterInfoReading.within(
        ClusterInfoReading.info(ask(Conversation.request(RequestType.CLUSTER_INFO, user.name()))),
        capabilities);
  }

  /** The plugin itself refuses what it can't do. */
  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    if (!specification.user().equals(owner.name())) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "user: expected " + owner.name() + ", found " + specification.user());
    }
  }

  @Override
  public Launch submit(LaunchRequest request) {
    validate(request.specification(), request.owner());
    if (fatal.getOrDefault(request.id(), 0) >= FATAL_SUBMISSIONS) {
      throw new LaunchFailedException(
          StatusCode.LAUNCH_FAILED,
          "The cluster's plugin ended each time that it was given this job; it is not tried again.");
    }
    if (!submitting.add(request.id())) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE, "job " + request.id() + " is being submitted already");
    }
    try {
      return submitOnce(request);
    } finally {
      submitting.remove(request.id());
    }
  }

  private Launch submitOnce(LaunchRequest request) {
    Search search = find(request);
    if (search instanceof Search.Found found) {
      return found.launch();
    }
    if (search instanceof Search.Unknown unknown) {
      throw new AmbiguousLaunchException(
          "it is not known whether job " + request.id() + " was started: " + unknown.reason());
    }
    Conversation conversation = link.conversation();
    ObjectNode message = submission(request, conversation.version());
    CompletableFuture<JsonNode> answer = conversation.ask(message);
    JsonNode job;
    try {
      job = Answers.await(answer, ANSWER_PATIENCE).path("jobs").path(0);
    } catch (LauncherException failure) {
      throw submissionFailure(request, failure);
    } finally {
      conversation.abandon(answer);
    }
    if (!isId(JobReading.id(job))) {
      throw new AmbiguousLaunchException(
          "The cluster's plugin took the job, but did not tell which id it has.");
    }
    fatal.remove(request.id());
    return launched(request, job);
  }

  private ObjectNode submission(LaunchRequest request, ApiVersion version) {
    ObjectNode message =
        Conversation.request(RequestType.SUBMIT_JOB, request.specification().user());
    message.set(
        "job",
        new JobWriting(version).write(request.id(), request.specification(), context.instanceId()));
    return message;
  }

  private LauncherException submissionFailure(LaunchRequest request, LauncherException failure) {
    return switch (failure.code()) {
      case PLUGIN_RESTARTED -> {
        fatal.merge(request.id(), 1, Integer::sum);
        yield new AmbiguousLaunchException(String.valueOf(failure.getMessage()), failure);
      }
      case TIMEOUT -> new AmbiguousLaunchException(String.valueOf(failure.getMessage()), failure);
      default -> failure;
    };
  }

  private Launch launched(LaunchRequest request, JsonNode job) {
    String nativeId = JobReading.id(job);
    TrackedJob tracked = jobs.track(request.id(), nativeId, request.specification().user());
    jobs.ask(tracked);
    return new Launch(
        new JobHandle(HANDLE_VERSION, nativeId),
        request.specification().stdoutFile(),
        request.specification().stderrFile());
  }

  /** By the tag with the launcher's id, which every version keeps. */
  @Override
  public Search find(LaunchRequest request) {
    ObjectNode message =
        Conversation.request(RequestType.GET_JOB, request.specification().user(), ALL);
    message.putArray("tags").add(JobWriting.tag(request.id()));
    try {
      JsonNode found = ask(message).path("jobs");
      for (JsonNode job : found) {
        if (isId(JobReading.id(job)) && hasTag(job, request.id())) {
          return new Search.Found(launched(request, job));
        }
      }
      return new Search.Absent();
    } catch (LauncherException failure) {
      return new Search.Unknown(String.valueOf(failure.getMessage()));
    }
  }

  private static boolean hasTag(JsonNode job, JobId id) {
    return job.path("tags")
        .valueStream()
        .anyMatch(tag -> tag.asString("").equals(JobWriting.tag(id)));
  }

  /** Empty text and the star mean other things to a plugin. */
  private static boolean isId(String text) {
    return !text.isEmpty() && !text.equals(ALL);
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    JobSpecification job = request.specification();
    validate(job, request.owner());
    UserAccount self = context.users().self();
    ObjectNode message = submission(request, link.conversation().version());
    hideSecrets((ObjectNode) message.path("job"));
    List<String> argv = new ArrayList<>();
    job.command().ifPresent(command -> argv.addAll(List.of("/bin/sh", "-c", command)));
    job.exe().ifPresent(argv::add);
    argv.addAll(job.args());
    return new LaunchPlan(
        new LaunchPlan.RunAs(self.name(), self.uid(), self.gid()),
        argv,
        job.environment(),
        job.workingDirectory(),
        job.stdoutFile(),
        job.stderrFile(),
        Optional.of(new JsonText(JSON.writeValueAsString(message))),
        List.of(
            "The plugin "
                + options.executable()
                + " decides how the job is started; this is what it is sent."));
  }

  private static void hideSecrets(ObjectNode job) {
    for (JsonNode variable : job.path("environment")) {
      ((ObjectNode) variable).put("value", HIDDEN);
    }
    if (job.has("stdin")) {
      job.put("stdin", HIDDEN);
    }
  }

  @Override
  public void attach(Collection<LaunchedJob> launched) {
    List<JobId> strange = new ArrayList<>();
    for (LaunchedJob job : launched) {
      Optional<String> nativeId = nativeId(job);
      if (nativeId.isPresent()) {
        jobs.track(job.id(), nativeId.get(), job.specification().user());
      } else {
        strange.add(job.id());
      }
    }
    jobs.reportStrange(strange);
    jobs.ask();
  }

  private static Optional<String> nativeId(LaunchedJob job) {
    return Optional.of(job.handle())
        .filter(handle -> handle.version() == HANDLE_VERSION)
        .map(JobHandle::data)
        .filter(NativeCluster::isId);
  }

  /** A job as requests need it, followed or not. */
  private TrackedJob known(LaunchedJob job, ErrorCode code) {
    return jobs.find(job.id())
        .or(() -> nativeId(job).map(id -> new TrackedJob(job.id(), id, job.specification().user())))
        .orElseThrow(
            () ->
                new LauncherException(
                    code, "The cluster's plugin does not know job " + job.id() + "."));
  }

  @Override
  public ControlResult control(LaunchedJob launched, JobOperation operation) {
    TrackedJob job = known(launched, ErrorCode.INVALID_JOB_STATE);
    boolean ends =
        switch (operation) {
          case STOP, KILL, CANCEL -> true;
          case SUSPEND, RESUME -> false;
        };
    if (ends && job.state().equals(Optional.of(JobState.SUSPENDED))) {
      // Plugins refuse to end a suspended job.
      carryOut(job, JobOperation.RESUME);
      awaitState(job, JobState.RUNNING);
    }
    if (ends) {
      job.askedToEnd();
    }
    return carryOut(job, operation);
  }

  private static void awaitState(TrackedJob job, JobState wanted) {
    CompletableFuture<JobState> next = job.nextState();
    if (!job.state().equals(Optional.of(wanted))) {
      try {
        Answers.await(next, RESUME_PATIENCE);
      } catch (LauncherException late) {
        LOG.debug("Job {} has not changed its state yet", job.id(), late);
      }
    }
  }

  /** Some plugins never answer: that the job changed as it should is an answer, too. */
  private ControlResult carryOut(TrackedJob job, JobOperation operation) {
    Conversation conversation = link.conversation();
    CompletableFuture<JobState> next = job.nextState();
    CompletableFuture<JsonNode> answer =
        conversation.ask(
            Conversation.request(RequestType.CONTROL_JOB, job.owner(), job.nativeId())
                .put("operation", WireNumbers.of(operation)));
    try {
      Answers.await(CompletableFuture.anyOf(answer, next), options.controlPatience());
      if (!answer.isDone()) {
        return ControlResult.COMPLETE;
      }
      JsonNode told = Answers.await(answer, ANSWER_PATIENCE);
      return new ControlResult(
          told.path("operationComplete").asBoolean(false), told.path("statusMessage").asString(""));
    } catch (LauncherException failure) {
      if (failure.code() == ErrorCode.TIMEOUT) {
        return new ControlResult(
            false, "The cluster's plugin has not answered; the job's status will tell.");
      }
      throw failure;
    } finally {
      conversation.abandon(answer);
      jobs.ask(job);
    }
  }

  @Override
  public JobOutput output(LaunchedJob launched, OutputType type) {
    TrackedJob job = known(launched, ErrorCode.JOB_OUTPUT_NOT_FOUND);
    return outputs.open(link, job, type, told(job));
  }

  private JsonNode told(TrackedJob job) {
    try {
      return ask(Conversation.request(RequestType.GET_JOB, job.owner(), job.nativeId()))
          .path("jobs")
          .path(0);
    } catch (LauncherException failure) {
      if (failure.code() == ErrorCode.JOB_NOT_FOUND) {
        throw new LauncherException(
            ErrorCode.JOB_OUTPUT_NOT_FOUND, String.valueOf(failure.getMessage()), failure);
      }
      throw failure;
    }
  }

  @Override
  public Optional<ResourceUse> resourceUse(LaunchedJob launched) {
    return nativeId(launched)
        .flatMap(unused -> samples.of(link, known(launched, ErrorCode.JOB_NOT_RUNNING)));
  }

  @Override
  public NetworkInfo network(LaunchedJob launched) {
    TrackedJob job = known(launched, ErrorCode.JOB_NOT_RUNNING);
    JsonNode answer =
        ask(Conversation.request(RequestType.JOB_NETWORK, job.owner(), job.nativeId()));
    return new NetworkInfo(
        answer.path("host").asString(""),
        texts(answer.path("ipAddresses")),
        texts(answer.path("endpoints")),
        List.of());
  }

  private static List<String> texts(JsonNode array) {
    return array
        .valueStream()
        .map(text -> text.asString(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    return Optional.empty();
  }

  @Override
  public void forget(LaunchedJob job) {
    jobs.drop(job.id());
    samples.forget(job.id());
    outputs.forget(job.id());
    fatal.remove(job.id());
  }

  /** Plugins before 3.6 would die of the question. */
  @Override
  public void reload() {
    Conversation conversation = link.conversation();
    if (!RequestType.CONFIG_RELOAD.isKnownTo(conversation.version())) {
      return;
    }
    JsonNode answer =
        Answers.await(
            conversation.ask(Conversation.request(RequestType.CONFIG_RELOAD, ALL)),
            ANSWER_PATIENCE);
    if (answer.path("errorType").asInt(0) != 0) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "the plugin can't read its configuration: " + answer.path("errorMessage").asString(""));
    }
  }

  @Override
  public void close() {
    jobs.close();
    samples.close();
    outputs.close();
    link.close();
  }
}
