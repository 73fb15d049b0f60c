package org.openlauncher.plugin.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.job.JobCommand;
import org.openlauncher.process.job.JobPaths;
import org.openlauncher.process.job.RunAs;
import org.openlauncher.process.job.SessionEnvironment;

/** Makes of what an owner asks for what a process is started with. Starts and writes nothing. */
final class JobPreparation {
  /** What new files are not: writable for others. */
  private static final int UMASK = 022;

  private final RunAs runAs;
  private final LocalLimits limits;
  private final SessionEnvironment environment;
  private final OutputFiles files;

  JobPreparation(
      RunAs runAs, LocalLimits limits, SessionEnvironment environment, OutputFiles files) {
    this.runAs = runAs;
    this.limits = limits;
    this.environment = environment;
    this.files = files;
  }

  /** Refuses what can be seen to be impossible. */
  void validate(JobSpecification specification, UserAccount owner) {
    files.checkOwner(owner.name());
    runAs.check(owner);
    runAs.checkGroup(specification.group(), owner);
    limits.of(specification);
    JobCommand.of(specification);
    startFolder(specification, owner);
    specification.stdoutFile().ifPresent(text -> JobPaths.absolute("$.job.stdoutFile", text));
    specification.stderrFile().ifPresent(text -> JobPaths.absolute("$.job.stderrFile", text));
  }

  private Path startFolder(JobSpecification specification, UserAccount owner) {
    return specification
        .workingDirectory()
        .map(text -> JobPaths.absolute("$.job.workingDirectory", text))
        .orElseGet(() -> runAs.startFolder(owner));
  }

  /** What the handle of a job says. */
  LocalHandle handle(LaunchRequest request) {
    return files.choose(request, runAs.accountName(request.owner()));
  }

  ProcessRequest processRequest(LaunchRequest request, LocalHandle handle) {
    JobSpecification specification = request.specification();
    return new ProcessRequest(
        request.id(),
        runAs.processUser(request.owner()),
        JobCommand.of(specification),
        environment(request),
        startFolder(specification, request.owner()),
        specification.stdin(),
        handle.standardOutput().map(path -> outputFile(request, handle, path)),
        handle.standardError().map(path -> outputFile(request, handle, path)),
        UMASK,
        limits.of(specification));
  }

  private OutputFile outputFile(LaunchRequest request, LocalHandle handle, Path path) {
    return files.outputFile(handle.owner(), request.id(), path);
  }

  private Map<String, String> environment(LaunchRequest request) {
    return environment.of(request.specification(), runAs.account(request.owner()));
  }

  LaunchPlan plan(LaunchRequest request) {
    validate(request.specification(), request.owner());
    LocalHandle handle = handle(request);
    ProcessRequest process = processRequest(request, handle);
    List<EnvironmentVariable> variables =
        environment(request).entrySet().stream()
            .map(entry -> new EnvironmentVariable(entry.getKey(), entry.getValue()))
            .toList();
    UserAccount account = runAs.account(request.owner());
    return new LaunchPlan(
        new LaunchPlan.RunAs(account.name(), account.uid(), account.gid()),
        process.command(),
        variables,
        Optional.of(process.workingDirectory().toString()),
        handle.standardOutput().map(Path::toString),
        handle.standardError().map(Path::toString),
        Optional.empty(),
        runAs.notes(request.owner()));
  }
}
