package org.openlauncher.process.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.shell.ShellProcessLauncher;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The way of starting jobs that fits how the launcher was started. */
@Component
public final class ChosenProcessLauncher implements ProcessLauncher {
  private final ProcessLauncher chosen;

  /** Made by the container. */
  @Activate
  public ChosenProcessLauncher() {
    this.chosen = new ShellProcessLauncher();
  }

  @Override
  public Privileges privileges() {
    return chosen.privileges();
  }

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    return chosen.open(folder, listener);
  }

  @Override
  public Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException {
    return chosen.openFile(user, path);
  }

  @Override
  public CompletionStage<String> lost() {
    return chosen.lost();
  }
}
