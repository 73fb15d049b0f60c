package org.openlauncher.plugin.nativeplugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.plugin.Search;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.plugin.nativeplugin.wire.JobReading;
import org.openlauncher.plugin.nativeplugin.wire.JobWriting;
import org.openlauncher.wire.ApiVersion;
import org.openlauncher.wire.RequestType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hands jobs to the plugin, each once: a job is looked for by its tag before it is submitted, and
 * one that ends the plugin is not submitted for ever.
 */
final class NativeSubmissions {
  /** The form of the handles: the plugin's own id. */
  static final int HANDLE_VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ALL = "*";
  private static final String HIDDEN = "***";

  /** A job with which the plugin ended so often is not tried again. */
  private static final int FATAL_SUBMISSIONS = 2;

  private final ClusterContext context;
  private final NativeOptions options;
  private final PluginLink link;
  private final NativeJobs jobs;
  private final Set<JobId> submitting = ConcurrentHashMap.newKeySet();
  private final Map<JobId, Integer> fatal = new ConcurrentHashMap<>();

  NativeSubmissions(
      ClusterContext context, NativeOptions options, PluginLink link, NativeJobs jobs) {
    this.context = context;
    this.options = options;
    this.link = link;
    this.jobs = jobs;
  }

  /** The plugin itself refuses what it can't do. */
  void validate(JobSpecification specification, UserAccount owner) {
    if (!specification.user().equals(owner.name())) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "user: expected " + owner.name() + ", found " + specification.user());
    }
  }

  Launch submit(LaunchRequest request) {
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
    JsonNode job;
    try {
      job = link.ask(version -> submission(request, version)).path("jobs").path(0);
    } catch (LauncherException failure) {
      throw submissionFailure(request, failure);
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
  Search find(LaunchRequest request) {
    ObjectNode message =
        Conversation.request(RequestType.GET_JOB, request.specification().user(), ALL);
    message.putArray("tags").add(JobWriting.tag(request.id()));
    try {
      JsonNode found = link.ask(message).path("jobs");
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
  static boolean isId(String text) {
    return !text.isEmpty() && !text.equals(ALL);
  }

  LaunchPlan plan(LaunchRequest request) {
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

  void forget(JobId job) {
    fatal.remove(job);
  }
}
