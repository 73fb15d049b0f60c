package org.openlauncher.daemon;

import java.time.Duration;
import java.util.Optional;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.PidFile;
import org.openlauncher.boot.ProcessIdentity;
import org.openlauncher.boot.ScratchFolder;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.ServerSettings;

/** The background launcher that uses one scratch folder. */
public final class Daemon {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private final ScratchFolder scratch;

  public Daemon(ServerSettings settings) {
    scratch = new ScratchFolder(settings.scratchFolder());
  }

  public Optional<ProcessIdentity> running() {
    return PidFile.running(scratch);
  }

  /** What the running launcher wrote as it began to listen; empty before that, or if not ours. */
  public Optional<ReadyFile> ready() {
    return running().flatMap(process -> ReadyFile.read(scratch.readyFile(), process.pid()));
  }

  /** Waits until that process listens; empty when it ended before, or when the time is over. */
  Optional<ProcessIdentity> awaitReady(Process launched, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (launched.isAlive() && System.nanoTime() < deadline) {
      Optional<ProcessIdentity> process =
          running().filter(found -> found.pid() == launched.pid() && ready().isPresent());
      if (process.isPresent()) {
        return process;
      }
      Thread.sleep(LOOK_INTERVAL.toMillis());
    }
    return Optional.empty();
  }

  /** Tells the launcher to end and waits for it. Its jobs go on. */
  public Optional<ProcessIdentity> stop() throws StartupException, InterruptedException {
    Optional<ProcessIdentity> running = running();
    if (running.isEmpty()) {
      return running;
    }
    ProcessIdentity process = running.get();
    if (!ProcessHandle.of(process.pid()).map(ProcessHandle::destroy).orElse(true)) {
      throw new StartupException(
          ExitStatus.NO_PERMISSION, "process " + process.pid() + " is not yours to end");
    }
    long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new StartupException(
            ExitStatus.FAILURE,
            "process " + process.pid() + " has not ended within " + STOP_LIMIT.toSeconds() + " s");
      }
      Thread.sleep(LOOK_INTERVAL.toMillis());
    }
    return running;
  }
}
