package org.openlauncher.plugin.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ControlResult;
import org.openlauncher.api.plugin.CounterName;
import org.openlauncher.api.plugin.Explanation;
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
import org.openlauncher.container.cluster.ClusterThreads;
import org.openlauncher.container.program.KeptOutput;
import org.openlauncher.plugin.kubernetes.api.ApiFailure;
import org.openlauncher.plugin.kubernetes.api.ApiServer;
import org.openlauncher.plugin.kubernetes.api.ResourceWatch;
import org.openlauncher.plugin.kubernetes.output.LogFollower;

/** A namespace of a Kubernetes cluster as a cluster: each job is a Job with a pod of its own. */
final class KubernetesCluster implements Cluster {
  private static final CounterName REQUESTS =
      CounterName.of("kubernetes_requests", "Requests to the API server, long streams included.");
  private static final Duration UNKNOWN_FOR = Duration.ofMinutes(10);

  /** Servers tell about every minute that there is nothing new; one that hangs does not. */
  private static final Duration SILENCE = Duration.ofSeconds(90);

  private static final Duration WATCHDOG_EVERY = Duration.ofSeconds(10);

  private final JobNames names;
  private final ApiServer api;
  private final Path jobsFolder;
  private final JobObjects objects;
  private final Submissions submissions;
  private final KubernetesJobs jobs;
  private final KubernetesControl control;
  private final PodReachability reachability;
  private final PodUse use;
  private final EndedJobs endedJobs;
  private final PodEvents events;
  private final ClusterThreads threads;
  private final ResourceWatch podWatch;
  private final ResourceWatch jobWatch;

  private KubernetesCluster(ClusterContext context, KubernetesOptions options) throws IOException {
    String name = "kubernetes-" + context.name();
    this.names = new JobNames(context.instanceId(), context.name(), options.namespace());
    this.api =
        new ApiServer(
            options.connection(), options.requestTimeout(), context.counters().counter(REQUESTS));
    this.jobsFolder = folder(context.scratchFolder().resolve("jobs"));
    ProgramMap program = ProgramMap.read(api, names);
    this.objects = new JobObjects(options, names, program.name());
    this.threads = new ClusterThreads(name, context.executor());
    this.endedJobs = new EndedJobs(api, names, jobsFolder, options.endedJobs(), UNKNOWN_FOR);
    this.events = new PodEvents(api, names);
    this.jobs =
        new KubernetesJobs(
            api,
            names,
            options,
            threads,
            context.observations(),
            endedJobs,
            new CausesOfEnd(api, names, events));
    this.submissions = new Submissions(api, names, jobsFolder, objects, jobs, program, endedJobs);
    this.control = new KubernetesControl(jobs, endedJobs, options.stopGrace());
    this.reachability = new PodReachability(api, names);
    this.use = new PodUse(jobs);
    ClusterLookout lookout =
        new ClusterLookout(names, jobs, context.observations(), endedJobs, context.counters());
    this.podWatch =
        new ResourceWatch(name + "-pods", api, query(options, names.core("pods")), lookout.pods());
    this.jobWatch =
        new ResourceWatch(name + "-jobs", api, query(options, names.jobs()), lookout.jobObjects());
    begin(context);
  }

  private ResourceWatch.Query query(KubernetesOptions options, String path) {
    return new ResourceWatch.Query(
        path, names.selector(), options.fetchLimit(), options.watchTimeout(), SILENCE);
  }

  private void begin(ClusterContext context) {
    podWatch.start();
    jobWatch.start();
    context.executor().execute(endedJobs::load);
    threads.every(endedJobs.pause(), () -> endedJobs.round(id -> jobs.find(id).isPresent()));
    Watchdog watchdog = new Watchdog(jobs, events, List.of(podWatch, jobWatch));
    threads.every(WATCHDOG_EVERY, watchdog::round);
  }

  static KubernetesCluster open(ClusterContext context, KubernetesOptions options) {
    try {
      return new KubernetesCluster(context, options);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "the cluster's folder "
              + context.scratchFolder()
              + " can't be used: "
              + failure.getMessage(),
          failure);
    }
  }

  private static Path folder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return path;
  }

  @Override
  public Capabilities capabilities() {
    return KubernetesCapabilities.ALL;
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return KubernetesCapabilities.info();
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    objects.validate(specification, owner);
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
    for (LaunchedJob job : launched) {
      JobFolder folder = new JobFolder(jobsFolder, job.id());
      if (!KubernetesHandle.fits(job)) {
        jobs.telling().unknown(job.id(), "the job's handle is none that this plugin gave it");
      } else if (folder.end().isPresent()) {
        jobs.telling().endAgain(job.id(), folder.end().orElseThrow());
      } else if (!KubernetesHandle.namespace(job).equals(names.namespace())) {
        jobs.telling()
            .unknown(
                job.id(),
                "the job is in namespace "
                    + KubernetesHandle.namespace(job)
                    + ", the cluster now looks at "
                    + names.namespace()
                    + " (kubernetes-namespace)");
      } else {
        take(folder, job.lastStatus().state());
      }
    }
    if (jobs.all().stream().anyMatch(job -> job.pod().isEmpty())) {
      podWatch.relist();
      jobWatch.relist();
    }
  }

  private void take(JobFolder folder, JobState state) {
    try {
      folder.create();
      folder.submitted();
      jobs.lookSoon(jobs.watch(folder, state));
    } catch (IOException failure) {
      jobs.telling().unknown(folder.id(), "the job can't be written down: " + failure.getMessage());
    }
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    return control.carryOut(job, operation);
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    JobFolder folder = new JobFolder(jobsFolder, job.id());
    if (KubernetesHandle.fits(job) && folder.exists()) {
      try {
        return KeptOutput.open(folder.output(), folder.index(), type);
      } catch (IOException failure) {
        throw noOutput(job, type, failure.toString());
      }
    }
    throw noOutput(job, type, "there is no record of it");
  }

  private static LauncherException noOutput(LaunchedJob job, OutputType type, String why) {
    return new LauncherException(
        ErrorCode.JOB_OUTPUT_NOT_FOUND,
        "there is no " + type.wireName() + " of job " + job.id() + ": " + why);
  }

  @Override
  public Optional<ResourceUse> resourceUse(LaunchedJob job) {
    return KubernetesHandle.fits(job) ? jobs.find(job.id()).flatMap(use::of) : Optional.empty();
  }

  @Override
  public NetworkInfo network(LaunchedJob job) {
    JobEntry entry =
        jobs.find(job.id())
            .filter(known -> KubernetesHandle.fits(job))
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_RUNNING, "job " + job.id() + " does not run"));
    return reachability.of(entry, job.specification());
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    if (!KubernetesHandle.fits(job)) {
      return KubernetesExplanations.of(job.lastStatus(), List.of(), List.of());
    }
    JobFolder folder = new JobFolder(jobsFolder, job.id());
    List<PodEvents.Event> seen = new ArrayList<>();
    List<String> notes = new ArrayList<>(folder.notes());
    if (job.lastStatus().state() != JobState.FINISHED) {
      try {
        Optional<JobEntry> entry = jobs.find(job.id());
        entry
            .flatMap(JobEntry::log)
            .map(LogFollower::trouble)
            .filter(trouble -> !trouble.isEmpty())
            .ifPresent(trouble -> notes.add("The output comes late: " + trouble));
        Optional<String> jobUid = entry.flatMap(JobEntry::job).map(JobEntry::uid);
        if (jobUid.isPresent()) {
          seen.addAll(events.of(jobUid.get()));
        }
        Optional<String> podUid = folder.pod();
        if (podUid.isPresent()) {
          seen.addAll(events.of(podUid.get()));
        }
      } catch (ApiFailure failure) {
        seen.add(new PodEvents.Event("Events", failure.getMessage(), true));
      }
    }
    return KubernetesExplanations.of(job.lastStatus(), notes, seen);
  }

  @Override
  public void forget(LaunchedJob job) {
    if (!KubernetesHandle.fits(job)) {
      return;
    }
    jobs.drop(job.id());
    JobFolder folder = new JobFolder(jobsFolder, job.id());
    if (folder.isInCluster() && !endedJobs.remove(job.id())) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "the objects of job " + job.id() + " can't be removed from the cluster at present");
    }
    try {
      folder.delete();
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "what is kept of job " + job.id() + " can't be removed: " + failure.getMessage(),
          failure);
    }
  }

  @Override
  public void close() {
    threads.endRounds();
    podWatch.close();
    jobWatch.close();
    jobs.close();
    threads.close();
    api.close();
  }
}
