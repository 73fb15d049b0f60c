package org.openlauncher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.openlauncher.process.shell.ShellProcessLauncher;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that starts jobs as processes of this machine. How it does so depends on how the
 * launcher was started and on what the machine has; {@link #privileges} tells what that makes
 * possible.
 */
@ProviderType
public interface ProcessLauncher {
  /**
   * Starts processes as the user of this very process, by a shell, as a launcher does that an
   * ordinary user started without the spawner. For the tests of plugins; within a launcher a plugin
   * has the service.
   */
  static ProcessLauncher unprivileged() {
    return new ShellProcessLauncher();
  }

  /** What jobs can be given. */
  Privileges privileges();

  /**
   * Opens a supervisor. It knows no job yet: those of an earlier life are made known to it by
   * {@link ProcessSupervisor#watch}.
   *
   * @param folder where it keeps its records, for itself alone; made where it is missing. It must
   *     survive a restart of the launcher
   * @param listener hears what becomes of the jobs
   * @throws org.openlauncher.api.error.LauncherException where somebody else could change the
   *     folder, or the machine lacks what is needed
   */
  ProcessSupervisor open(Path folder, ProcessListener listener);

  /**
   * Opens a plain file for reading as a user; what the user may not read stays closed. For files
   * that the user or a job of the user names: the launcher's own are opened directly.
   *
   * @param path absolute
   * @return empty where there is no such file, or something else than a plain file
   * @throws java.nio.file.AccessDeniedException where the user may not read it
   * @throws IOException where it can't be opened for another reason
   */
  Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException;

  /**
   * Completes, with the reason in a sentence, when this process can't launch or signal jobs ever
   * again and has to be replaced by a new one: a privileged launcher that has lost its spawner
   * can't become privileged again. Jobs run on and are followed. Never completes otherwise.
   */
  CompletionStage<String> lost();
}
