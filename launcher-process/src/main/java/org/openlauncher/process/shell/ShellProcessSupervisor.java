package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ResourceUse;
import org.openlauncher.process.Signal;

/** A supervisor whose shims are shell scripts; they and it know of each other by record files. */
final class ShellProcessSupervisor implements ProcessSupervisor {
  private final Machine machine;
  private final RequestCheck requestCheck;
  private final FileCheck fileCheck = new FileCheck();
  private final RecordFolder records;
  private final PrivateFolder inputs;
  private final Shim shim;
  private final JobFollower follower;
  private final TreeUsage usage;

  private ShellProcessSupervisor(Path folder, ProcessListener listener, Duration livenessInterval)
      throws IOException {
    Programs programs = Programs.find();
    this.machine = Machine.ask();
    this.requestCheck = new RequestCheck(machine);
    this.usage = new TreeUsage(machine);
    PrivateFolder home = PrivateFolder.open(folder);
    PrivateFolder workshop = home.folder("workshop");
    this.inputs = home.folder("inputs");
    this.records = new RecordFolder(home.folder("records"), workshop, machine.bootId());
    PrivateFolder orders = home.folder("orders");
    // An order that was being handed over when an earlier launcher died: there are secrets in it.
    orders.clear();
    workshop.clear();
    this.shim = new Shim(programs, ShimScript.install(home, workshop), orders);
    this.follower = new JobFollower(records, inputs, shim, machine, listener, livenessInterval);
  }

  static ShellProcessSupervisor open(
      Path folder, ProcessListener listener, Duration livenessInterval) {
    try {
      return new ShellProcessSupervisor(folder, listener, livenessInterval);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't watch the folder " + folder + ": " + failure.getMessage(),
          failure);
    }
  }

  @Override
  public void launch(ProcessRequest request) {
    requestCheck.check(request);
    fileCheck.check(request);
    JobId id = request.id();
    if (records.exists(id) || !follower.follow(new FollowedJob(id, Optional.of(request)))) {
      throw launchedBefore(id);
    }
    boolean done = false;
    try {
      start(request);
      done = true;
    } catch (FileAlreadyExistsException raced) {
      throw launchedBefore(id);
    } catch (IOException failure) {
      throw new LaunchFailedException(
          StatusCode.LAUNCH_FAILED,
          "The process of the job could not be started: " + failure.getMessage());
    } finally {
      if (!done) {
        follower.drop(id);
      }
    }
  }

  private static LauncherException launchedBefore(JobId id) {
    return new LauncherException(ErrorCode.INVALID_JOB_STATE, "job " + id + " was launched before");
  }

  private void start(ProcessRequest request) throws IOException {
    JobId id = request.id();
    String token = records.create(id);
    boolean done = false;
    try {
      Optional<Path> input = Optional.empty();
      if (request.standardInput().isPresent()) {
        byte[] content = request.standardInput().get().getBytes(StandardCharsets.UTF_8);
        input = Optional.of(inputs.write(id.value(), content));
      }
      shim.start(request, records.file(id), token, input);
      follower.launched(id);
      done = true;
    } finally {
      if (!done) {
        records.delete(id);
        Files.deleteIfExists(inputs.file(id.value()));
      }
    }
  }

  @Override
  public LaunchTrace find(JobId id) {
    try {
      if (!records.exists(id)) {
        return follower.follows(id)
            ? new LaunchTrace.Unknown("the job is being launched")
            : new LaunchTrace.NeverLaunched();
      }
      Optional<LaunchTrace> trace = trace(id);
      if (trace.isPresent()) {
        return trace.get();
      }
      if (follower.follows(id)) {
        return new LaunchTrace.Launched(Optional.empty());
      }
      if (records.read(id).isEmpty() && !records.isEmpty(id)) {
        return new LaunchTrace.Unknown("the job's record makes no sense: " + records.file(id));
      }
      return follower.withdraw(id)
          ? new LaunchTrace.NeverLaunched()
          : trace(id).orElseGet(() -> new LaunchTrace.Unknown("the job is about to start"));
    } catch (IOException failure) {
      return new LaunchTrace.Unknown("the job's record can't be read: " + failure.getMessage());
    }
  }

  private Optional<LaunchTrace> trace(JobId id) throws IOException {
    return records
        .read(id)
        .filter(record -> record.start().isPresent() || record.refusal().isPresent())
        .map(record -> new LaunchTrace.Launched(record.start().map(JobRecord.Start::process)));
  }

  @Override
  public void watch(JobId id) {
    follower.follow(new FollowedJob(id, Optional.empty()));
  }

  @Override
  public void signal(JobId id, Signal signal) {
    JobRecord record =
        read(id)
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_FOUND, "there is no process of job " + id));
    if (record.start().isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_JOB_STATE, "job " + id + " has not started, it can't be signalled");
    }
    if (!record.bootId().equals(machine.bootId())) {
      return;
    }
    new TreeSignaller(() -> members(List.of(id)).getOrDefault(id, List.of())).send(signal);
  }

  @Override
  public Map<JobId, ResourceUse> measure(Collection<JobId> ids) {
    Map<JobId, ResourceUse> measured = new HashMap<>();
    members(ids).forEach((id, entries) -> measured.put(id, usage.measure(id, entries)));
    return Map.copyOf(measured);
  }

  private Map<JobId, List<ProcessEntry>> members(Collection<JobId> ids) {
    List<ProcessTree.Root> roots = new ArrayList<>();
    // The table first: who is in it and whose job has ended meanwhile is still told apart.
    ProcessTable table = ProcessTable.scan();
    for (JobId id : Set.copyOf(ids)) {
      read(id).flatMap(record -> root(id, record)).ifPresent(roots::add);
    }
    return ProcessTree.members(table, roots, machine.bootId());
  }

  private Optional<ProcessTree.Root> root(JobId id, JobRecord record) {
    return record
        .start()
        .map(start -> new ProcessTree.Root(id, start, record.exit().flatMap(exit -> endTicks(id))));
  }

  /**
   * A second more than the clocks say: they may differ a little, numbers aren't reused that fast.
   */
  private Optional<Long> endTicks(JobId id) {
    try {
      return Optional.of(machine.ticksAt(records.lastWritten(id)) + machine.ticksPerSecond());
    } catch (IOException forgotten) {
      return Optional.of(0L);
    }
  }

  private Optional<JobRecord> read(JobId id) {
    try {
      return records.read(id);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the record of job " + id + " can't be read", failure);
    }
  }

  @Override
  public void forget(JobId id) {
    follower.drop(id);
    usage.forget(id);
    try {
      records.delete(id);
      Files.deleteIfExists(inputs.file(id.value()));
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the record of job " + id + " can't be removed", failure);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
