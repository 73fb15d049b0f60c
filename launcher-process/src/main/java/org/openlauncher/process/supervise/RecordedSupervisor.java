package org.openlauncher.process.supervise;

import java.io.IOException;
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
import org.openlauncher.api.error.AmbiguousLaunchException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.ResourceUse;
import org.openlauncher.process.Signal;
import org.openlauncher.process.files.PrivateFolder;

/** A supervisor that knows of its jobs by the records that their shims write. */
public final class RecordedSupervisor implements ProcessSupervisor {
  /** The folder in which files are written before they are moved to their places. */
  public static final String WORKSHOP = "workshop";

  /** The script of the shell's shims; it is known by its path when it runs. */
  public static final String SHIM_SCRIPT = "shim";

  private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(3);

  private final Machine machine;
  private final RequestCheck requestCheck;
  private final RecordFolder records;
  private final Shims shims;
  private final JobFollower follower;
  private final TreeUsage usage;

  private RecordedSupervisor(
      Path folder, ProcessListener listener, Shims.Source source, Duration livenessInterval)
      throws IOException {
    this.machine = Machine.ask();
    this.requestCheck = new RequestCheck(machine);
    this.usage = new TreeUsage(machine);
    PrivateFolder home = PrivateFolder.open(folder);
    PrivateFolder workshop = home.folder(WORKSHOP);
    workshop.clear();
    this.records = new RecordFolder(home.folder("records"), workshop, machine.bootId());
    ShimProcesses shimProcesses = new ShimProcesses(home.file(SHIM_SCRIPT));
    this.shims = source.open(home);
    this.follower =
        new JobFollower(records, shims, shimProcesses, machine, listener, livenessInterval);
  }

  /**
   * Opens a supervisor.
   *
   * @param folder for itself alone
   * @param listener hears what becomes of the jobs
   * @param source makes its shims
   */
  public static ProcessSupervisor open(Path folder, ProcessListener listener, Shims.Source source) {
    return open(folder, listener, source, LIVENESS_INTERVAL);
  }

  static ProcessSupervisor open(
      Path folder, ProcessListener listener, Shims.Source source, Duration livenessInterval) {
    try {
      return new RecordedSupervisor(folder.toAbsolutePath(), listener, source, livenessInterval);
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
    shims.check(request);
    JobId id = request.id();
    if (!follower.follow(new FollowedJob(id, Optional.of(request)))) {
      throw launchedBefore(id);
    }
    boolean done = false;
    try {
      start(request);
      done = true;
    } catch (FileAlreadyExistsException hasRecord) {
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
    Optional<JobRecord.Start> started;
    boolean mayRun = false;
    try {
      removeKept(request.standardOutput());
      removeKept(request.standardError());
      started = shims.start(request, records.file(id), token);
      mayRun = true;
    } catch (AmbiguousLaunchException nobodyKnows) {
      mayRun = true;
      throw nobodyKnows;
    } catch (LaunchFailedException refused) {
      mayRun = records.read(id).filter(RecordedSupervisor::saysThatItRuns).isPresent();
      // A shim that is ended from outside can't answer for the job that it has just started.
      throw mayRun
          ? new AmbiguousLaunchException(
              "The job has started, and yet: " + refused.getMessage(), refused)
          : refused;
    } finally {
      if (!mayRun) {
        records.delete(id);
        shims.release(id);
      }
    }
    follower.launched(id, started);
  }

  private static boolean saysThatItRuns(JobRecord record) {
    return record.start().isPresent() && record.refused().isEmpty();
  }

  /** What a launch that was cut short left is in the way of making the file anew. */
  private static void removeKept(Optional<OutputFile> file) throws IOException {
    if (file.isPresent() && file.get() instanceof OutputFile.Kept kept) {
      Files.deleteIfExists(kept.path());
    }
  }

  @Override
  public LaunchTrace find(JobId id) {
    try {
      if (follower.launching(id)) {
        return new LaunchTrace.Unknown("the job is being launched");
      }
      if (!records.exists(id)) {
        return new LaunchTrace.NeverLaunched();
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
        .filter(record -> record.start().isPresent() || record.refused().isPresent())
        .map(record -> new LaunchTrace.Launched(record.start().map(JobRecord.Start::process)));
  }

  @Override
  public void watch(JobId id) {
    follower.follow(new FollowedJob(id, Optional.empty()));
  }

  @Override
  public void signal(JobId id, ProcessUser user, Signal signal) {
    JobRecord record =
        read(id)
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.JOB_NOT_FOUND, "there is no process of job " + id));
    JobRecord.Start start =
        record
            .start()
            .orElseThrow(
                () ->
                    new LauncherException(
                        ErrorCode.INVALID_JOB_STATE,
                        "job " + id + " has not started, it can't be signalled"));
    if (!record.bootId().equals(machine.bootId())) {
      return;
    }
    if (!shims.signal(id, start, user, signal)) {
      new TreeSignaller(() -> members(List.of(id)).getOrDefault(id, List.of())).send(signal);
    }
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
      shims.release(id);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "the record of job " + id + " can't be removed", failure);
    }
  }

  @Override
  public void close() {
    follower.close();
    shims.close();
  }
}
