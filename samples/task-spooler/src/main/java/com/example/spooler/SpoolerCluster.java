package com.example.spooler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
import org.openlauncher.api.job.ResourceLimit;
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
import org.openlauncher.api.user.UserDirectory;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.command.CommandRunner;
import org.openlauncher.process.command.JobProgram;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.job.HandleText;
import org.openlauncher.process.job.JobCommand;
import org.openlauncher.process.job.JobPaths;
import org.openlauncher.process.job.RunAs;
import org.openlauncher.process.job.SessionEnvironment;
import org.openlauncher.process.job.StatusTranslation;
import org.openlauncher.process.network.MachineAddresses;
import org.openlauncher.process.output.JobOutputs;
import org.openlauncher.process.script.ScriptEnvironment;

/**
 * One open cluster. A job is a process that waits in its owner's queue ({@code tsp -f}) and then
 * runs the job's program; it is supervised, so it outlives the launcher, and its exit code is kept.
 */
final class SpoolerCluster implements Cluster {
  private static final int UMASK = 022;

  private final ProcessLauncher processes;
  private final UserDirectory users;
  private final RunAs runAs;
  private final long slots;
  private final PrivateFolder outputs;
  private final SessionEnvironment environment =
      new SessionEnvironment(Optional.ofNullable(System.getenv("LANG")));
  private final CommandRunner commands;
  private final Spooler spooler;
  private final SpoolerJobs jobs;
  private final ProcessSupervisor supervisor;

  SpoolerCluster(ClusterContext context, ProcessLauncher processes) {
    this.processes = processes;
    this.users = context.users();
    this.runAs = RunAs.of(processes.privileges(), users.self());
    this.slots = context.settings().get(SpoolerPlugin.SLOTS);
    this.outputs = PrivateFolder.open(context.scratchFolder().resolve("output"));
    this.commands = CommandRunner.open(processes, context.scratchFolder().resolve("commands"));
    this.spooler =
        new Spooler(
            commands, runAs, context.name(), context.settings().get(SpoolerPlugin.PROGRAM), slots);
    this.jobs =
        new SpoolerJobs(
            spooler,
            context.observations(),
            context.executor(),
            new StatusTranslation(MachineAddresses.hostName()));
    context.observations().health(ClusterHealth.GREEN);
    this.supervisor = processes.open(context.scratchFolder().resolve("processes"), jobs);
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        EnumSet.of(JobOperation.STOP, JobOperation.KILL, JobOperation.CANCEL),
        EnumSet.of(OutputType.STDOUT, OutputType.STDERR),
        Set.of(),
        Set.of(),
        Set.of(ResourceLimit.CPU_COUNT));
  }

  @Override
  public ClusterInfo info(UserAccount user) {
    return new ClusterInfo(
        List.of(),
        Optional.empty(),
        List.of(
            new ClusterInfo.LimitOffer(
                ResourceLimit.CPU_COUNT, Optional.of("1"), Optional.of(Long.toString(slots)))),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        List.of());
  }

  @Override
  public void validate(JobSpecification job, UserAccount owner) {
    runAs.check(owner);
    runAs.checkGroup(job.group(), owner);
    JobCommand.of(job);
    slots(job);
    startFolder(job, owner);
    spooler.socket(runAs.account(owner));
    job.stdoutFile().ifPresent(text -> JobPaths.absolute("$.job.stdoutFile", text));
    job.stderrFile().ifPresent(text -> JobPaths.absolute("$.job.stderrFile", text));
  }

  /** A job takes as many slots as it wants processors. */
  private long slots(JobSpecification job) {
    double wanted =
        job.resourceLimits().stream()
            .filter(limit -> limit.type().equals(ResourceLimit.CPU_COUNT))
            .mapToDouble(limit -> Double.parseDouble(limit.value()))
            .findFirst()
            .orElse(1);
    if (wanted > slots) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.resourceLimits: expected a cpuCount of at most " + slots + ", found " + wanted);
    }
    return Math.max(1, (long) Math.ceil(wanted));
  }

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
    UserAccount account = runAs.account(request.owner());
    ProcessRequest process = process(request);
    JobProgram.require(
        request.specification(),
        commands,
        process.user(),
        environment(request),
        process.workingDirectory());
    // Not by the job itself: all that a job has started ends with it.
    spooler.begin(account);
    jobs.expect(request.id(), account, JobState.PENDING);
    try {
      supervisor.launch(process);
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
    return launch(handle(request));
  }

  @Override
  public Search find(LaunchRequest request) {
    LaunchTrace trace = supervisor.find(request.id());
    if (trace instanceof LaunchTrace.Launched) {
      jobs.expect(request.id(), runAs.account(request.owner()), JobState.PENDING);
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
    ProcessRequest process = process(request);
    SpoolerHandle handle = handle(request);
    UserAccount account = runAs.account(request.owner());
    return new LaunchPlan(
        new LaunchPlan.RunAs(account.name(), account.uid(), account.gid()),
        process.command(),
        environment(request).entrySet().stream()
            .map(entry -> new EnvironmentVariable(entry.getKey(), entry.getValue()))
            .toList(),
        Optional.of(process.workingDirectory().toString()),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()),
        Optional.empty(),
        runAs.notes(request.owner()));
  }

  private ProcessRequest process(LaunchRequest request) {
    JobSpecification job = request.specification();
    SpoolerHandle handle = handle(request);
    // A shell stands between tsp and the program, and drops variables that it can't name.
    ScriptEnvironment script =
        ScriptEnvironment.of(
            Optional.of("/usr/bin/env"),
            environment(request),
            "TS_SOCKET=" + spooler.socket(runAs.account(request.owner())),
            JobCommand.of(job));
    Map<String, String> variables = new LinkedHashMap<>();
    for (String assignment : script.assignments()) {
      int end = assignment.indexOf('=');
      variables.put(assignment.substring(0, end), assignment.substring(end + 1));
    }
    return new ProcessRequest(
        request.id(),
        runAs.processUser(request.owner()),
        spooler.queued(request.id(), slots(job), script.command()),
        variables,
        startFolder(job, request.owner()),
        job.stdin(),
        Optional.of(outputFile(request.id(), handle.standardOutput())),
        Optional.of(outputFile(request.id(), handle.standardError())),
        UMASK,
        ProcessLimits.NONE);
  }

  private Map<String, String> environment(LaunchRequest request) {
    return environment.of(request.specification(), runAs.account(request.owner()));
  }

  private Path startFolder(JobSpecification job, UserAccount owner) {
    return job.workingDirectory()
        .map(text -> JobPaths.absolute("$.job.workingDirectory", text))
        .orElseGet(() -> runAs.startFolder(owner));
  }

  private SpoolerHandle handle(LaunchRequest request) {
    JobSpecification job = request.specification();
    return new SpoolerHandle(
        runAs.accountName(request.owner()),
        job.stdoutFile().map(Path::of).orElseGet(() -> kept(request.id(), "stdout")),
        job.stderrFile().map(Path::of).orElseGet(() -> kept(request.id(), "stderr")));
  }

  private static Launch launch(SpoolerHandle handle) {
    return new Launch(
        handle.toJobHandle(),
        Optional.of(handle.standardOutput().toString()),
        Optional.of(handle.standardError().toString()));
  }

  @Override
  public void attach(Collection<LaunchedJob> launched) {
    for (LaunchedJob job : launched) {
      UserAccount account =
          SpoolerHandle.of(job.handle())
              .flatMap(SpoolerHandle::account)
              .flatMap(users::find)
              .orElseGet(users::self);
      jobs.expect(job.id(), account, job.lastStatus().state());
      supervisor.watch(job.id());
    }
  }

  @Override
  public ControlResult control(LaunchedJob job, JobOperation operation) {
    UserAccount account =
        jobs.living(job.id()).orElseThrow(() -> refusal(job.id(), "has ended", operation));
    ProcessUser user =
        SpoolerHandle.of(job.handle()).map(SpoolerHandle::user).orElseGet(ProcessUser.Self::new);
    return switch (operation) {
      case STOP -> {
        spooler.terminate(
            account,
            entry(account, job.id())
                .filter(entry -> !entry.waits())
                .orElseThrow(() -> refusal(job.id(), "does not run", operation)));
        yield new ControlResult(false, "SIGTERM was sent to the job's process group.");
      }
      case KILL -> {
        supervisor.signal(job.id(), user, Signal.KILL);
        yield ControlResult.COMPLETE;
      }
      case CANCEL -> {
        // It is in no list yet where its process has only just begun.
        if (entry(account, job.id()).filter(entry -> !entry.waits()).isPresent()) {
          throw refusal(job.id(), "does not wait", operation);
        }
        jobs.canceled(job.id());
        // tsp -r does not remove the first job of its list.
        supervisor.signal(job.id(), user, Signal.KILL);
        yield ControlResult.COMPLETE;
      }
      case SUSPEND, RESUME -> throw notDeclared(operation.wireName());
    };
  }

  private Optional<Spooler.Entry> entry(UserAccount account, JobId id) {
    return Optional.ofNullable(spooler.list(account).get(id));
  }

  private static LauncherException refusal(JobId id, String why, JobOperation operation) {
    return new LauncherException(
        ErrorCode.INVALID_JOB_STATE,
        "job " + id + " " + why + ", it can't take " + operation.wireName());
  }

  @Override
  public JobOutput output(LaunchedJob job, OutputType type) {
    SpoolerHandle handle =
        SpoolerHandle.of(job.handle()).orElseThrow(() -> HandleText.noOutput(job, type));
    return new JobOutputs(
            job.id(),
            Optional.of(handle.standardOutput()),
            Optional.of(handle.standardError()),
            path -> open(job.id(), handle, path),
            () -> {
              throw new IOException("mixed output is not declared");
            },
            this)
        .open(type);
  }

  private Optional<UserFile> open(JobId id, SpoolerHandle handle, Path path) throws IOException {
    return outputFile(id, path) instanceof OutputFile.Kept
        ? processes.openFile(new ProcessUser.Self(), path)
        : processes.openFile(handle.user(), path);
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
      Files.deleteIfExists(kept(id, "stdout"));
      Files.deleteIfExists(kept(id, "stderr"));
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

  private static LauncherException notDeclared(String what) {
    return new LauncherException(
        ErrorCode.REQUEST_NOT_SUPPORTED, "clusters of type TaskSpooler know no " + what);
  }

  @Override
  public void close() {
    jobs.close();
    supervisor.close();
    commands.close();
  }
}
