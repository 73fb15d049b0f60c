package org.openlauncher.process.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.process.Privileges;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;

/**
 * Root started the launcher to run jobs as their owners, and that can't be done: no job is run as
 * anybody else instead.
 *
 * @param reason why not, in a sentence
 */
record UnavailableProcessLauncher(String reason) implements ProcessLauncher {
  @Override
  public Privileges privileges() {
    return new Privileges(true, Long.MAX_VALUE, false, Privileges.MemoryLimit.NONE, false);
  }

  @Override
  public ProcessSupervisor open(Path folder, ProcessListener listener) {
    throw new LauncherException(ErrorCode.CLUSTER_UNAVAILABLE, reason);
  }

  @Override
  public Optional<UserFile> openFile(ProcessUser user, Path path) throws IOException {
    throw new IOException(reason);
  }

  @Override
  public CompletionStage<String> lost() {
    return CompletableFuture.completedFuture(reason);
  }
}
