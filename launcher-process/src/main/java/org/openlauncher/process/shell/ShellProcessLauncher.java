package org.openlauncher.process.shell;

import java.nio.file.Path;
import java.time.Duration;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Starts jobs as the launcher's own user, each by a shell script that waits for its end. */
@Component
public final class ShellProcessLauncher implements ProcessLauncher {
  private static final Duration LIVENESS_INTERVAL = Duration.ofSeconds(3);

  /** Made by the container. */
  @Activate
  public ShellProcessLauncher() {}

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    return ShellProcessSupervisor.open(folder.toAbsolutePath(), listener, LIVENESS_INTERVAL);
  }
}
