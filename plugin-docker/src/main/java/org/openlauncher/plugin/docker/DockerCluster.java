package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
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
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EventWatch;

/** An engine as a cluster: each job is a container of its own. */
final class DockerCluster implements Cluster {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
  private static final Duration FILES_EVERY = Duration.ofSeconds(5);
  private static final int SWEPT_AT_A_TIME = 100;
  private static final String HOST_NETWORK = "host";

  private static final CounterName REQUESTS =
      CounterName.of("docker_requests", "Requests to the engine, long streams included.");

  private final Capabilities capabilities;
  private final EngineClient engine;
  private final Path jobsFolder;
  private final ContainerOrder orders;
  private final DockerControl control;
  private final JobReachability reachability;
  private final ContainerUse use;
  private final DockerJobs jobs;
  private final EngineLookout lookout;
  private final Submissions submissions;
  private final JobFilesWatch files;
  private final EndedContainers endedContainers;
  private final EventWatch events;
  private final ClusterThreads threads;

  private DockerCluster(ClusterContext context, DockerOptions options) throws IOException {
    String name = "docker-" + context.name();
    boolean hostNetwork = options.network().equals(Optional.of(HOST_NETWORK));
    this.capabilities = DockerCapabilities.of(hostNetwork);
    this.jobsFolder = folder(context.scratchFolder().resolve("jobs"));
    Path forgotten = folder(context.scratchFolder().resolve("forgotten"));
    InitFiles init = InitFiles.unpack(context.scratchFolder());
    JobLabels labels = new JobLabels(context.instanceId(), context.name());
    String host = HostName.read();
    StatusTranslation translation = new StatusTranslation(host);
    this.engine =
        new EngineClient(
            name,
            options.engine(),
            options.tlsFolder().map(EngineTls::context),
            options.requestTimeout(),
            context.counters().counter(REQUESTS));
    this.orders =
        new ContainerOrder(
            options,
            new DockerMounts(
                HostFolders.beside(
                    context.scratchFolder(), options.engine(), options.hostMountFolders())),
            init,
            labels);
    this.endedContainers =
        new EndedContainers(
            engine, labels, jobsFolder, forgotten, options.endedContainers(), SWEPT_AT_A_TIME);
    this.threads = new ClusterThreads(name, context.executor());
    this.jobs =
        new DockerJobs(
            engine,
            translation,
            new ContainerLaunch(engine, labels, translation, options.pullPolicy()),
            context.observations(),
            threads.looks(),
            threads.timer(),
            endedContainers,
            listener ->
                new ImagePulls(
                    name,
                    engine,
                    new RegistryCredentials(options.registryAuthFile()),
                    options.pullTimeout(),
                    threads.timer(),
                    listener));
    this.lookout =
        new EngineLookout(engine, labels, jobs, context.observations(), context.executor());
    this.submissions = new Submissions(engine, jobsFolder, orders, jobs, lookout);
    this.files = new JobFilesWatch(jobs, options.outputLimit());
    this.control = new DockerControl(engine, jobs, options.stopGrace());
    this.reachability = new JobReachability(engine, host, hostNetwork);
    this.use = new ContainerUse(engine);
    this.events = new EventWatch(name, engine, labels.filter(), lookout);
    begin(context);
  }

  private void begin(ClusterContext context) {
    events.start();
    context
        .executor()
        .execute(
            () -> {
              endedContainers.load();
              endedContainers.sweep();
            });
    threads.every(endedContainers.pause(), endedContainers::sweep);
    // Events can be lost without a sign: the engine drops those of a slow reader.
    threads.every(LOOK_EVERY, lookout::lookAtAll);
    threads.every(FILES_EVERY, files::round);
  }

  static DockerCluster open(ClusterContext context, DockerOptions options) {
    try {
      return new DockerCluster(context, options);
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
    return capabilities;
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return DockerCapabilities.info();
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    orders.validate(specification, owner);
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
      if (!DockerHandle.fits(job)) {
        jobs.telling().unknown(job.id(), "the job's handle is none that this plugin gave it");
      } else if (folder.end().isPresent()) {
        jobs.telling().endAgain(job.id(), folder.end().orElseThrow());
      } else if (folder.exists()) {
        jobs.lookSoon(jobs.watch(folder, job.lastStatus().state()));
      } else {
        jobs.telling().absent(job.id(), "There is no record of a container of the job.");
      }
    }
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    return control.carryOut(job, operation);
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    JobFolder folder = new JobFolder(jobsFolder, job.id());
    if (DockerHandle.fits(job) && folder.exists()) {
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
    return jobs.find(job.id()).filter(entry -> DockerHandle.fits(job)).flatMap(use::of);
  }

  @Override
  public NetworkInfo network(LaunchedJob job) {
    JobEntry entry =
        jobs.find(job.id())
            .filter(known -> DockerHandle.fits(job))
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_RUNNING, "job " + job.id() + " does not run"));
    return reachability.of(entry);
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    List<String> notes =
        DockerHandle.fits(job) ? new JobFolder(jobsFolder, job.id()).notes() : List.of();
    return DockerExplanations.of(job.lastStatus(), notes);
  }

  @Override
  public void forget(LaunchedJob job) {
    if (!DockerHandle.fits(job)) {
      return;
    }
    jobs.drop(job.id());
    JobFolder folder = new JobFolder(jobsFolder, job.id());
    try {
      Optional<String> container = folder.container();
      if (container.isPresent()) {
        endedContainers.forget(job.id(), container.get());
      }
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
    events.close();
    jobs.close();
    threads.close();
    engine.close();
  }
}
