package org.openlauncher.plugin.nativeplugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
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
import org.openlauncher.api.plugin.LoadBalancerNode;
import org.openlauncher.api.plugin.NetworkInfo;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.plugin.nativeplugin.wire.ClusterInfoReading;
import org.openlauncher.plugin.nativeplugin.wire.JobReading;
import org.openlauncher.wire.RequestType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A cluster that a native plugin serves. */
final class NativeCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(NativeCluster.class);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final String ALL = "*";

  private final ClusterContext context;
  private final OutputStreams outputs;
  private final ResourceSamples samples = new ResourceSamples();
  private final PluginLink link;
  private final NativeJobs jobs;
  private final NativeSubmissions submissions;
  private final NativeControl control;
  private final Capabilities capabilities;
  private volatile List<LoadBalancerNode> nodes = List.of();

  private NativeCluster(ClusterContext context, NativeOptions options) {
    this.context = context;
    this.outputs = new OutputStreams(context.scratchFolder());
    this.link = new PluginLink(context, options, this::connected);
    this.jobs = new NativeJobs(context.name(), context.observations(), link, outputs);
    this.submissions = new NativeSubmissions(context, options, link, jobs);
    this.control = new NativeControl(options.controlPatience(), link, jobs);
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
    List<LoadBalancerNode> told = nodes;
    if (!told.isEmpty() && RequestType.SET_LOAD_BALANCER_NODES.isKnownTo(conversation.version())) {
      var unused = conversation.ask(NodesWriting.request(told));
    }
  }

  private Capabilities offered() {
    try {
      return ClusterInfoReading.capabilities(
          link.ask(Conversation.request(RequestType.CLUSTER_INFO, ALL)));
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

  @Override
  public ClusterInfo info(UserAccount user) {
    return ClusterInfoReading.within(
        ClusterInfoReading.info(
            link.ask(Conversation.request(RequestType.CLUSTER_INFO, user.name()))),
        capabilities);
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    submissions.validate(specification, owner);
  }

  @Override
  public Launch submit(LaunchRequest request) {
    return submissions.submit(request);
  }

  @Override
  public Search find(LaunchRequest request) {
    return submissions.find(request);
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    return submissions.plan(request);
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
        .filter(handle -> handle.version() == NativeSubmissions.HANDLE_VERSION)
        .map(JobHandle::data)
        .filter(NativeSubmissions::isId);
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
    return control.carryOut(known(launched, ErrorCode.INVALID_JOB_STATE), operation);
  }

  @Override
  public JobOutput output(LaunchedJob launched, OutputType type) {
    TrackedJob job = known(launched, ErrorCode.JOB_OUTPUT_NOT_FOUND);
    return outputs.open(link, job, type, told(job));
  }

  private JsonNode told(TrackedJob job) {
    try {
      return link.ask(Conversation.request(RequestType.GET_JOB, job.owner(), job.nativeId()))
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
        link.ask(Conversation.request(RequestType.JOB_NETWORK, job.owner(), job.nativeId()));
    return new NetworkInfo(
        answer.path("host").asString(""),
        JobReading.texts(answer.path("ipAddresses")).toList(),
        JobReading.texts(answer.path("endpoints")).toList(),
        List.of());
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
    submissions.forget(job.id());
  }

  /** Plugins before 3.6 would die of the question. */
  @Override
  public void reload() {
    if (!RequestType.CONFIG_RELOAD.isKnownTo(link.conversation().version())) {
      return;
    }
    JsonNode answer = link.ask(Conversation.request(RequestType.CONFIG_RELOAD, ALL));
    if (answer.path("errorType").asInt(0) != 0) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "the plugin can't read its configuration: " + answer.path("errorMessage").asString(""));
    }
  }

  /** Told again to each new process; plugins before 3.5 would die of it. */
  @Override
  public void loadBalancerNodes(List<LoadBalancerNode> told) {
    nodes = told;
    Conversation conversation = link.conversation();
    if (RequestType.SET_LOAD_BALANCER_NODES.isKnownTo(conversation.version())) {
      link.ask(NodesWriting.request(told));
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
