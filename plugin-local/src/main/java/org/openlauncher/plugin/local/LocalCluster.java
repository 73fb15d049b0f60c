package org.openlauncher.plugin.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.api.plugin.Cluster;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ClusterInfo;
import org.openlauncher.api.plugin.ControlResult;
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
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.job.HandleText;
import org.openlauncher.process.job.RunAs;
import org.openlauncher.process.job.SessionEnvironment;
import org.openlauncher.process.job.StatusTranslation;
import org.openlauncher.process.network.MachineAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine as a cluster: each job is a process of its own. */
final class LocalCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
  private static final ControlResult ASKED_TO_END =
      new ControlResult(false, "SIGTERM was sent to all processes of the job.");

  private final Capabilities capabilities;
  private final ClusterInfo info;
  private final String hostName;
  private final OutputFiles files;
  private final OutputReader reader;
  private final JobPreparation preparation;
  private final JobReporter reporter;
  private final ProcessSupervisor supervisor;

  private LocalCluster(ClusterContext context, LocalOptions options, ProcessLauncher processes) {
    LocalLimits limits = new LocalLimits(processes.privileges());
    this.capabilities =
        new Capabilities(
            EnumSet.of(
                JobOperation.SUSPEND, JobOperation.RESUME, JobOperation.STOP, JobOperation.KILL),
            EnumSet.allOf(OutputType.class),
            EnumSet.of(Capabilities.Feature.RESOURCE_USE, Capabilities.Feature.NETWORK),
            Set.of(),
            limits.enforced());
    this.info = info(limits);
    this.hostName = MachineAddresses.hostName();
    this.files = new OutputFiles(context.scratchFolder(), options.saveUnspecifiedOutput());
    this.reader = new OutputReader(files, processes);
    this.preparation =
        new JobPreparation(
            runAs(context, options, processes),
            limits,
            new SessionEnvironment(Optional.ofNullable(System.getenv("LANG"))),
            files);
    this.reporter = new JobReporter(context.observations(), new StatusTranslation(hostName));
    // Before the supervisor is there, since it could have something to say.
    context.observations().health(ClusterHealth.GREEN);
    this.supervisor = processes.open(context.scratchFolder().resolve("processes"), reporter);
  }

  private static ClusterInfo info(LocalLimits limits) {
    return new ClusterInfo(
        ClusterInfo.PLAIN.queues(),
        ClusterInfo.PLAIN.defaultQueue(),
        limits.offers(),
        ClusterInfo.PLAIN.placementConstraints(),
        ClusterInfo.PLAIN.resourceProfiles(),
        ClusterInfo.PLAIN.images(),
        ClusterInfo.PLAIN.defaultImage(),
        ClusterInfo.PLAIN.allowUnknownImages(),
        ClusterInfo.PLAIN.config());
  }

  private static RunAs runAs(
      ClusterContext context, LocalOptions options, ProcessLauncher processes) {
    UserAccount self = context.users().self();
    if (processes.privileges().otherUsers()) {
      LOG.info(
          "Cluster {}: jobs run as their owners, whose user ids must be at least {}",
          context.name(),
          options.minimumUserId());
      return new RunAs.Owner(
          self, options.minimumUserId(), options.pamProfile(), options.sessionPamProfile());
    }
    LOG.warn(
        "Cluster {}: every job runs as {}, the user that the launcher itself runs as",
        context.name(),
        self.name());
    return new RunAs.Launcher(self);
  }

  static LocalCluster open(
      ClusterContext context, LocalOptions options, ProcessLauncher processes) {
    return new LocalCluster(context, options, processes);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return info;
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    preparation.validate(specification, owner);
  }

  @Override
  public Launch submit(LaunchRequest request) {
    validate(request.specification(), request.owner());
    Search search = find(request);
    if (search instanceof Search.Found found) {
      return found.launch();
    }
    if (search instanceof Search.Unknown unknown) {
      throw new AmbiguousLaunchException(
          "it is not known whether job " + request.id() + " was started: " + unknown.reason());
    }
    LocalHandle handle = preparation.handle(request);
    files.prepare(request.id(), handle);
    reporter.expectLaunch(request.id());
    boolean mayRun = false;
    try {
      supervisor.launch(preparation.processRequest(request, handle));
      mayRun = true;
    } catch (AmbiguousLaunchException nobodyKnows) {
      mayRun = true;
      throw nobodyKnows;
    } catch (LauncherException failure) {
      if (failure.code() != ErrorCode.INVALID_JOB_STATE) {
        throw failure;
      }
      // Somebody else launched the same job since it was looked for.
      mayRun = true;
    } finally {
      if (!mayRun) {
        reporter.drop(request.id());
        files.remove(handle.owner(), request.id());
      }
    }
    return launch(handle);
  }

  private static Launch launch(LocalHandle handle) {
    return new Launch(
        handle.toJobHandle(),
        handle.standardOutput().map(Path::toString),
        handle.standardError().map(Path::toString));
  }

  @Override
  public Search find(LaunchRequest request) {
    LaunchTrace trace = supervisor.find(request.id());
    if (trace instanceof LaunchTrace.Launched) {
      reporter.expect(request.id(), JobState.PENDING);
      supervisor.watch(request.id());
      return new Search.Found(launch(preparation.handle(request)));
    }
    if (trace instanceof LaunchTrace.Unknown unknown) {
      return new Search.Unknown(unknown.reason());
    }
    return new Search.Absent();
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    return preparation.plan(request);
  }

  @Override
  public void attach(Collection<LaunchedJob> jobs) {
    for (LaunchedJob job : jobs) {
      reporter.expect(job.id(), job.lastStatus().state());
      supervisor.watch(job.id());
    }
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    JobId id = job.id();
    ProcessUser user =
        LocalHandle.of(job.handle()).map(LocalHandle::user).orElseGet(ProcessUser.Self::new);
    requireState(id, operation);
    return switch (operation) {
      case SUSPEND -> {
        supervisor.signal(id, user, Signal.SUSPEND);
        reporter.suspended(id, true);
        yield ControlResult.COMPLETE;
      }
      case RESUME -> {
        supervisor.signal(id, user, Signal.RESUME);
        reporter.suspended(id, false);
        yield ControlResult.COMPLETE;
      }
      case STOP -> {
        supervisor.signal(id, user, Signal.TERMINATE);
        reporter.suspended(id, false);
        yield ASKED_TO_END;
      }
      case KILL -> {
        reporter.killed(id);
        supervisor.signal(id, user, Signal.KILL);
        yield ControlResult.COMPLETE;
      }
      case CANCEL ->
          throw new LauncherException(
              ErrorCode.REQUEST_NOT_SUPPORTED, "a local job starts at once, it can't be canceled");
    };
  }

  private void requireState(JobId id, JobOperation operation) {
    Optional<JobState> state = reporter.state(id);
    boolean possible =
        switch (operation) {
          case SUSPEND -> state.equals(Optional.of(JobState.RUNNING));
          case RESUME -> state.equals(Optional.of(JobState.SUSPENDED));
          case STOP, KILL, CANCEL -> state.isPresent();
        };
    if (!possible) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "job "
              + id
              + state.map(now -> " is " + now.wireName()).orElse(" has ended")
              + ", it can't take "
              + operation.wireName());
    }
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    LocalHandle handle =
        LocalHandle.of(job.handle()).orElseThrow(() -> HandleText.noOutput(job, type));
    return reader.open(job.id(), handle, type);
  }

  @Override
  public Optional<ResourceUse> resourceUse(LaunchedJob job) {
    return Optional.ofNullable(supervisor.measure(List.of(job.id())).get(job.id()))
        .map(
            use ->
                new ResourceUse(
                    use.processorPercent().isPresent()
                        ? Optional.of(use.processorPercent().getAsDouble())
                        : Optional.empty(),
                    Optional.of(use.processorTime()),
                    Optional.of(use.residentMemory()),
                    Optional.of(use.virtualMemory())));
  }

  @Override
  public NetworkInfo network(LaunchedJob job) {
    return new NetworkInfo(hostName, MachineAddresses.own(), List.of(), List.of());
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    return Optional.empty();
  }

  @Override
  public void forget(LaunchedJob job) {
    reporter.drop(job.id());
    supervisor.forget(job.id());
    LocalHandle.of(job.handle()).ifPresent(handle -> files.remove(handle.owner(), job.id()));
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
