package org.openlauncher.plugin.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
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
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;

/** This machine as a cluster: each job is a process that runs as the launcher's own user. */
final class LocalCluster implements Cluster {
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          EnumSet.of(
              JobOperation.SUSPEND, JobOperation.RESUME, JobOperation.STOP, JobOperation.KILL),
          EnumSet.allOf(OutputType.class),
          EnumSet.of(Capabilities.Feature.RESOURCE_USE, Capabilities.Feature.NETWORK),
          Set.of(),
          Set.of());

  /** What new files are not: writable for others. */
  private static final int UMASK = 022;

  private static final ControlResult ASKED_TO_END =
      new ControlResult(false, "SIGTERM was sent to all processes of the job.");

  private final UserAccount self;
  private final String hostName;
  private final LocalEnvironment environment;
  private final OutputFiles files;
  private final OutputReader reader;
  private final JobReporter reporter;
  private final ProcessSupervisor supervisor;

  private LocalCluster(ClusterContext context, LocalOptions options, ProcessLauncher processes) {
    this.self = context.users().self();
    this.hostName = NetworkAddresses.hostName();
    this.environment = new LocalEnvironment(Optional.ofNullable(System.getenv("LANG")));
    this.files = new OutputFiles(context.scratchFolder(), options.saveUnspecifiedOutput());
    this.reader = new OutputReader(files, processes);
    this.reporter = new JobReporter(context.observations(), new StatusTranslation(hostName));
    this.supervisor = processes.open(context.scratchFolder().resolve("processes"), reporter);
  }

  static LocalCluster open(
      ClusterContext context, LocalOptions options, ProcessLauncher processes) {
    LocalCluster cluster = new LocalCluster(context, options, processes);
    context.observations().health(ClusterHealth.GREEN);
    return cluster;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return ClusterInfo.PLAIN;
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    files.checkOwner(owner.name());
    LocalCommand.of(specification);
    JobPaths.workingDirectory(specification, self.home());
    specification.stdoutFile().ifPresent(text -> JobPaths.absolute("$.job.stdoutFile", text));
    specification.stderrFile().ifPresent(text -> JobPaths.absolute("$.job.stderrFile", text));
    String group = self.groups().isEmpty() ? "" : self.groups().get(0);
    specification
        .group()
        .filter(name -> !name.equals(group))
        .ifPresent(
            name -> {
              throw new LauncherException(
                  ErrorCode.INVALID_REQUEST,
                  "$.job.group: expected \""
                      + group
                      + "\", the group that jobs of this cluster run as, found \""
                      + name
                      + "\"");
            });
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
    LocalHandle handle = files.choose(request);
    files.prepare(request.id(), handle);
    reporter.expect(request.id(), JobState.PENDING);
    boolean done = false;
    try {
      supervisor.launch(processRequest(request, handle));
      done = true;
    } catch (LauncherException failure) {
      if (failure.code() != ErrorCode.INVALID_JOB_STATE) {
        throw failure;
      }
      // Somebody else launched the same job since it was looked for.
      done = true;
    } finally {
      if (!done) {
        reporter.drop(request.id());
        files.remove(handle.owner(), request.id());
      }
    }
    return launch(handle);
  }

  private ProcessRequest processRequest(LaunchRequest request, LocalHandle handle) {
    JobSpecification specification = request.specification();
    return new ProcessRequest(
        request.id(),
        new ProcessUser.Self(),
        LocalCommand.of(specification),
        environment.of(specification, self),
        JobPaths.workingDirectory(specification, self.home()),
        specification.stdin(),
        handle.standardOutput().map(path -> files.outputFile(handle.owner(), request.id(), path)),
        handle.standardError().map(path -> files.outputFile(handle.owner(), request.id(), path)),
        UMASK,
        ProcessLimits.NONE);
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
      return new Search.Found(launch(files.choose(request)));
    }
    if (trace instanceof LaunchTrace.Unknown unknown) {
      return new Search.Unknown(unknown.reason());
    }
    return new Search.Absent();
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    validate(request.specification(), request.owner());
    LocalHandle handle = files.choose(request);
    ProcessRequest process = processRequest(request, handle);
    List<EnvironmentVariable> variables = new ArrayList<>();
    environment
        .of(request.specification(), self)
        .forEach((name, value) -> variables.add(new EnvironmentVariable(name, value)));
    return new LaunchPlan(
        new LaunchPlan.RunAs(self.name(), self.uid(), self.gid()),
        process.command(),
        variables,
        Optional.of(process.workingDirectory().toString()),
        handle.standardOutput().map(Path::toString),
        handle.standardError().map(Path::toString),
        Optional.empty(),
        notes(request.owner()));
  }

  private List<String> notes(UserAccount owner) {
    if (owner.uid() == self.uid()) {
      return List.of();
    }
    return List.of(
        "The job runs as "
            + self.name()
            + ", the user that the launcher runs as, and not as "
            + owner.name()
            + ".");
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
    requireState(id, operation);
    return switch (operation) {
      case SUSPEND -> {
        supervisor.signal(id, new ProcessUser.Self(), Signal.SUSPEND);
        reporter.suspended(id, true);
        yield ControlResult.COMPLETE;
      }
      case RESUME -> {
        supervisor.signal(id, new ProcessUser.Self(), Signal.RESUME);
        reporter.suspended(id, false);
        yield ControlResult.COMPLETE;
      }
      case STOP -> {
        supervisor.signal(id, new ProcessUser.Self(), Signal.TERMINATE);
        reporter.suspended(id, false);
        yield ASKED_TO_END;
      }
      case KILL -> {
        reporter.killed(id);
        supervisor.signal(id, new ProcessUser.Self(), Signal.KILL);
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
        LocalHandle.of(job.handle())
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_OUTPUT_NOT_FOUND,
                        "there is no "
                            + type.wireName()
                            + " of job "
                            + job.id()
                            + ": its handle, of version "
                            + job.handle().version()
                            + ", does not say where it is"));
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
    return NetworkAddresses.of(hostName);
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
