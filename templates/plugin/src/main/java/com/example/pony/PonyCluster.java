package com.example.pony;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.job.HandleText;
import org.openlauncher.process.job.JobCommand;
import org.openlauncher.process.job.JobPaths;
import org.openlauncher.process.job.RunAs;
import org.openlauncher.process.job.SessionEnvironment;
import org.openlauncher.process.job.StatusTranslation;
import org.openlauncher.process.network.MachineAddresses;
import org.openlauncher.process.output.JobOutputs;

/**
 * One open cluster. The back-end of this template is the machine itself: each job is a process that
 * outlives the launcher, as its owner where root started the launcher. Your back-end takes the
 * place of {@code supervisor}: what is asked of it here is what the contract wants of yours.
 */
final class PonyCluster implements Cluster {
  private final Capabilities capabilities =
      new Capabilities(
          EnumSet.of(JobOperation.STOP, JobOperation.KILL),
          EnumSet.allOf(OutputType.class),
          Set.of(),
          Set.of(),
          Set.of());

  private final ProcessLauncher processes;
  private final RunAs runAs;
  private final SessionEnvironment environment =
      new SessionEnvironment(Optional.ofNullable(System.getenv("LANG")));
  private final PrivateFolder outputs;
  private final Object indexLock = new Object();
  private final int umask;
  private final PonyJobs jobs;
  private final ProcessSupervisor supervisor;

  PonyCluster(ClusterContext context, ProcessLauncher processes) {
    this.processes = processes;
    this.runAs = RunAs.of(processes.privileges(), context.users().self());
    this.outputs = PrivateFolder.open(context.scratchFolder().resolve("output"));
    this.umask = context.settings().get(PonyOptions.UMASK);
    this.jobs =
        new PonyJobs(context.observations(), new StatusTranslation(MachineAddresses.hostName()));
    context.observations().health(ClusterHealth.GREEN);
    this.supervisor = processes.open(context.scratchFolder().resolve("processes"), jobs);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return ClusterInfo.PLAIN;
  }

  @Override
  public void validate(JobSpecification specification, UserAccount owner) {
    runAs.check(owner);
    runAs.checkGroup(specification.group(), owner);
    JobCommand.of(specification);
    startFolder(specification, owner);
    specification.stdoutFile().ifPresent(text -> JobPaths.absolute("$.job.stdoutFile", text));
    specification.stderrFile().ifPresent(text -> JobPaths.absolute("$.job.stderrFile", text));
  }

  /** The same job may come twice, at the same time too: it is started once. */
  @Override
  public Launch submit(LaunchRequest request) {
    validate(request.specification(), request.owner());
    Search search = find(request);
    if (search instanceof Search.Found found) {
      return found.launch();
    }
    if (search instanceof Search.Unknown unknown) {
      throw new AmbiguousLaunchException(unknown.reason());
    }
    PonyHandle handle = handle(request);
    jobs.expect(request.id(), JobState.PENDING);
    try {
      supervisor.launch(process(request, handle));
    } catch (AmbiguousLaunchException nobodyKnows) {
      throw nobodyKnows;
    } catch (LauncherException failure) {
      if (failure.code() != ErrorCode.INVALID_JOB_STATE) {
        jobs.drop(request.id());
        removeOutput(request.id());
        throw failure;
      }
      // Another submission of this job was quicker.
    }
    return launch(handle);
  }

  @Override
  public Search find(LaunchRequest request) {
    LaunchTrace trace = supervisor.find(request.id());
    if (trace instanceof LaunchTrace.Launched) {
      jobs.expect(request.id(), JobState.PENDING);
      supervisor.watch(request.id());
      return new Search.Found(launch(handle(request)));
    }
    return trace instanceof LaunchTrace.Unknown unknown
        ? new Search.Unknown(unknown.reason())
        : new Search.Absent();
  }

  @Override
  public LaunchPlan plan(LaunchRequest request) {
    validate(request.specification(), request.owner());
    PonyHandle handle = handle(request);
    ProcessRequest process = process(request, handle);
    UserAccount account = runAs.account(request.owner());
    return new LaunchPlan(
        new LaunchPlan.RunAs(account.name(), account.uid(), account.gid()),
        process.command(),
        process.environment().entrySet().stream()
            .map(entry -> new EnvironmentVariable(entry.getKey(), entry.getValue()))
            .toList(),
        Optional.of(process.workingDirectory().toString()),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()),
        Optional.empty(),
        runAs.notes(request.owner()));
  }

  private ProcessRequest process(LaunchRequest request, PonyHandle handle) {
    JobSpecification specification = request.specification();
    Map<String, String> variables = environment.of(specification, runAs.account(request.owner()));
    return new ProcessRequest(
        request.id(),
        runAs.processUser(request.owner()),
        JobCommand.of(specification),
        variables,
        startFolder(specification, request.owner()),
        specification.stdin(),
        Optional.of(outputFile(request.id(), handle.standardOutput())),
        Optional.of(outputFile(request.id(), handle.standardError())),
        umask,
        ProcessLimits.NONE);
  }

  private Path startFolder(JobSpecification specification, UserAccount owner) {
    return specification
        .workingDirectory()
        .map(text -> JobPaths.absolute("$.job.workingDirectory", text))
        .orElseGet(() -> runAs.startFolder(owner));
  }

  private PonyHandle handle(LaunchRequest request) {
    JobSpecification job = request.specification();
    return new PonyHandle(
        runAs.accountName(request.owner()),
        job.stdoutFile().map(Path::of).orElseGet(() -> kept(request.id(), "stdout")),
        job.stderrFile().map(Path::of).orElseGet(() -> kept(request.id(), "stderr")));
  }

  private static Launch launch(PonyHandle handle) {
    return new Launch(
        handle.toJobHandle(),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()));
  }

  /** Asked for every job that has not ended: after a restart, an upgrade, a reload. */
  @Override
  public void attach(Collection<LaunchedJob> launched) {
    for (LaunchedJob job : launched) {
      jobs.expect(job.id(), job.lastStatus().state());
      supervisor.watch(job.id());
    }
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    if (!jobs.lives(job.id())) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE,
          "job " + job.id() + " has ended, it can't take " + operation.wireName());
    }
    ProcessUser user =
        PonyHandle.of(job.handle()).map(PonyHandle::user).orElseGet(ProcessUser.Self::new);
    return switch (operation) {
      case STOP -> {
        supervisor.signal(job.id(), user, Signal.TERMINATE);
        yield new ControlResult(false, "SIGTERM was sent to all processes of the job.");
      }
      case KILL -> {
        supervisor.signal(job.id(), user, Signal.KILL);
        yield ControlResult.COMPLETE;
      }
      case SUSPEND, RESUME, CANCEL -> throw notDeclared(operation.wireName());
    };
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    PonyHandle handle =
        PonyHandle.of(job.handle()).orElseThrow(() -> HandleText.noOutput(job, type));
    return new JobOutputs(
            job.id(),
            Optional.of(handle.standardOutput()),
            Optional.of(handle.standardError()),
            path -> open(job.id(), handle, path),
            () -> openIndex(job.id()),
            indexLock)
        .open(type);
  }

  /** What the owner named is opened as the owner: it may be a link to what he may not read. */
  private Optional<UserFile> open(JobId id, PonyHandle handle, Path path) throws IOException {
    return outputFile(id, path) instanceof OutputFile.Kept
        ? processes.openFile(new ProcessUser.Self(), path)
        : processes.openFile(handle.user(), path);
  }

  private FileChannel openIndex(JobId id) throws IOException {
    return FileChannel.open(
        kept(id, "mixed"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private Path kept(JobId id, String suffix) {
    return outputs.file(id + "." + suffix);
  }

  private OutputFile outputFile(JobId id, Path path) {
    boolean kept = path.equals(kept(id, "stdout")) || path.equals(kept(id, "stderr"));
    return kept ? new OutputFile.Kept(path) : new OutputFile.Named(path);
  }

  private void removeOutput(JobId id) {
    try {
      for (String suffix : List.of("stdout", "stderr", "mixed")) {
        Files.deleteIfExists(kept(id, suffix));
      }
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't remove the output of job " + id + ": " + failure.getMessage(),
          failure);
    }
  }

  @Override
  public void forget(LaunchedJob job) {
    jobs.drop(job.id());
    supervisor.forget(job.id());
    removeOutput(job.id());
  }

  @Override
  public Optional<ResourceUse> resourceUse(LaunchedJob job) {
    throw notDeclared("resource use");
  }

  @Override
  public NetworkInfo network(LaunchedJob job) {
    throw notDeclared("network information");
  }

  @Override
  public Optional<Explanation> explain(LaunchedJob job) {
    throw notDeclared("explanations");
  }

  /** The launcher does not ask for what {@link #capabilities} does not name. */
  private static LauncherException notDeclared(String what) {
    return new LauncherException(
        ErrorCode.REQUEST_NOT_SUPPORTED, "clusters of type Pony know no " + what);
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
