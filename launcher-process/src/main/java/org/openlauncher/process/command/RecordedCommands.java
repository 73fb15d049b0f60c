package org.openlauncher.process.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ExitRecord;
import org.openlauncher.process.LossReason;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessIdentity;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.Signal;

/** Commands of other users: started and followed as jobs are, under names of their own. */
final class RecordedCommands implements ProcessListener, AutoCloseable {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LENGTH = 26;
  private static final int UMASK = 077;
  private static final long LOOK_MILLISECONDS = 500;

  private final Path folder;
  private final ProcessSupervisor supervisor;
  private final SecureRandom random = new SecureRandom();
  private final Map<JobId, CompletableFuture<ExitRecord>> waiting = new ConcurrentHashMap<>();

  private RecordedCommands(ProcessLauncher processes, Path folder) {
    this.folder = folder;
    this.supervisor = processes.open(folder.resolve("processes"), this);
  }

  static RecordedCommands open(ProcessLauncher processes, Path folder) {
    return new RecordedCommands(processes, folder);
  }

  CommandOutcome run(ShortCommand command) {
    JobId id = newId();
    CommandFiles files = CommandFiles.make(folder);
    CompletableFuture<ExitRecord> end = new CompletableFuture<>();
    waiting.put(id, end);
    boolean ended = false;
    try {
      supervisor.launch(
          new ProcessRequest(
              id,
              command.user(),
              command.command(),
              command.environment(),
              command.workingDirectory(),
              command.standardInput(),
              Optional.of(new OutputFile.Kept(files.output())),
              Optional.of(new OutputFile.Kept(files.errors())),
              UMASK,
              ProcessLimits.NONE));
      ExitRecord exit = await(command, end, files);
      ended = true;
      return files.outcome(command, exit.ending().exitCode().orElseThrow(() -> unseen(command)));
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "the output of " + command.command().get(0) + " can't be read: " + failure.getMessage(),
          failure);
    } finally {
      waiting.remove(id);
      if (!ended) {
        kill(id, command);
      }
      supervisor.forget(id);
      files.remove();
    }
  }

  private static ExitRecord await(
      ShortCommand command, CompletableFuture<ExitRecord> end, CommandFiles files) {
    CommandDeadline deadline = new CommandDeadline(command, files);
    while (true) {
      try {
        return end.get(
            Math.min(deadline.remainingMilliseconds(), LOOK_MILLISECONDS), TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillRunning) {
        deadline.check();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw CommandDeadline.interrupted(command);
      } catch (ExecutionException failure) {
        throw failure.getCause() instanceof LauncherException told
            ? told
            : new IllegalStateException(failure);
      }
    }
  }

  private static LauncherException unseen(ShortCommand command) {
    return new LauncherException(
        ErrorCode.UNKNOWN, "nobody saw how " + command.command().get(0) + " ended");
  }

  private void kill(JobId id, ShortCommand command) {
    try {
      supervisor.signal(id, command.user(), Signal.KILL);
    } catch (LauncherException hasNotStartedOrHasEnded) {
      // There is nothing to be killed.
    }
  }

  private JobId newId() {
    StringBuilder text = new StringBuilder(ID_LENGTH);
    random
        .ints(ID_LENGTH, 0, ALPHABET.length())
        .forEach(index -> text.append(ALPHABET.charAt(index)));
    return new JobId(text.toString());
  }

  @Override
  public void started(JobId id, ProcessIdentity process, Instant at) {
    // Only the end counts.
  }

  @Override
  public void ended(JobId id, ExitRecord exit) {
    CompletableFuture<ExitRecord> end = waiting.get(id);
    if (end != null) {
      end.complete(exit);
    }
  }

  @Override
  public void launchFailed(JobId id, LaunchFailedException failure) {
    fail(id, failure);
  }

  @Override
  public void lost(JobId id, LossReason reason) {
    fail(id, new LauncherException(ErrorCode.UNKNOWN, reason.message()));
  }

  private void fail(JobId id, LauncherException failure) {
    CompletableFuture<ExitRecord> end = waiting.get(id);
    if (end != null) {
      end.completeExceptionally(failure);
    }
  }

  @Override
  public void impeded(String reason) {
    // Each command is told of it when it is started.
  }

  @Override
  public void unimpeded() {
    // As above.
  }

  @Override
  public void close() {
    LauncherException closed =
        new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, "the cluster is being closed");
    waiting.values().forEach(end -> end.completeExceptionally(closed));
    supervisor.close();
  }
}
