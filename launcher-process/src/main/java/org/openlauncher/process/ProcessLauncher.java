package org.openlauncher.process;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The service that starts jobs as processes of this machine. */
@ProviderType
public interface ProcessLauncher {
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
}
