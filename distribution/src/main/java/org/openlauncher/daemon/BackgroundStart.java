package org.openlauncher.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openlauncher.boot.ExitStatus;
import org.openlauncher.boot.Installation;
import org.openlauncher.boot.LogFolder;
import org.openlauncher.boot.ProcessIdentity;
import org.openlauncher.boot.StartupException;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.ServerSettings;

/**
 * Starts the launcher in a session of its own, so that no terminal's end reaches it or its jobs.
 * Signals are left as they are: what is ignored here would be ignored by every job.
 */
public final class BackgroundStart {
  private static final String STANDARD_ERROR_VARIABLE = "OPENLAUNCHER_STDERR_FILE";

  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final Installation installation;
  private final LauncherConfiguration configuration;
  private final ServerSettings settings;
  private final Daemon daemon;

  public BackgroundStart(Installation installation, LauncherConfiguration configuration) {
    this.installation = installation;
    this.configuration = configuration;
    this.settings = configuration.server();
    this.daemon = new Daemon(settings);
  }

  /**
   * What came of it, for the administrator to read.
   *
   * @param user whom all jobs run as; empty where they run as their owners
   */
  public record Started(
      ProcessIdentity process, Path log, Optional<String> user, Optional<ReadyFile> ready) {}

  public Started start() throws StartupException, InterruptedException {
    boolean byRoot = ServiceAccount.startedByRoot();
    DaemonLog log;
    List<String> command = new ArrayList<>(List.of("setsid"));
    Path standardInput = Path.of("/dev/null");
    Optional<String> user = Optional.of(System.getProperty("user.name"));
    if (byRoot) {
      Lowering lowering = Lowering.of(installation, settings, true);
      log = DaemonLog.in(new LogFolder(settings.loggingFolder(), LogFolder.LAUNCHER));
      LoweredCommand lowered =
          lowering.serve(Map.of(STANDARD_ERROR_VARIABLE, log.folder().standardError().toString()));
      command.addAll(lowered.arguments());
      standardInput = lowered.standardInput();
      user = lowered.jobsRunAsOwners() ? Optional.empty() : Optional.of(lowering.account().name());
    } else {
      log = DaemonLog.in(LogFolder.prepare(configuration));
      command.addAll(LoweredCommand.ownCommand(installation, List.of("run")));
    }
    Process launched = launch(command, standardInput, log.folder().standardError());
    Optional<ProcessIdentity> process = daemon.awaitReady(launched, settings.bootstrapTimeout());
    if (process.isEmpty()) {
      throw failure(launched, log);
    }
    return new Started(process.get(), log.folder().log(), user, daemon.ready());
  }

  /** Leaves nothing half started behind. */
  private StartupException failure(Process launched, DaemonLog log) throws InterruptedException {
    boolean ended = !launched.isAlive();
    launched.destroy();
    if (!launched.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      launched.destroyForcibly();
    }
    int status = launched.waitFor();
    return new StartupException(
        ended && status != 0 ? status : ExitStatus.FAILURE.number(),
        (ended
                ? "ended with status " + status + " before it was ready"
                : "not ready within "
                    + settings.bootstrapTimeout().toSeconds()
                    + " s (bootstrap-timeout-seconds), and therefore stopped")
            + ". Log "
            + log.folder().log()
            + ":\n  "
            + String.join("\n  ", log.tail()));
  }

  private static Process launch(List<String> command, Path standardInput, Path standardError)
      throws StartupException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectInput(standardInput.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            // Until the script has opened that file, what goes wrong is seen here.
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(STANDARD_ERROR_VARIABLE, standardError.toString());
    try {
      return builder.start();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, command.get(0) + " cannot be started: " + problem.getMessage());
    }
  }
}
