package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.supervise.OwnFile;
import org.openlauncher.process.supervise.RecordedSupervisor;

/** Starts jobs as the launcher's own user, each by a shell script that waits for its end. */
public final class ShellProcessLauncher implements ProcessLauncher {
  @Override
  public Privileges privileges() {
    return new Privileges(false, 0, false, Privileges.MemoryLimit.NONE, false);
  }

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    return RecordedSupervisor.open(folder, listener, ShellShims::open);
  }

  @Override
  public Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException {
    return OwnFile.open(user, path);
  }

  @Override
  public CompletionStage<String> lost() {
    return new CompletableFuture<>();
  }
}
