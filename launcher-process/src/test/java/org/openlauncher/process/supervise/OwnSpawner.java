package org.openlauncher.process.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.spawner.SpawnerProcessLauncher;

/** The shims of a spawner that serves one supervisor alone, and ends with it. */
final class OwnSpawner implements Shims {
  private final SpawnerProcessLauncher launcher;
  private final Shims shims;

  OwnSpawner(SpawnerProcessLauncher launcher) {
    this.launcher = launcher;
    this.shims = launcher.shims();
  }

  @Override
  public void check(ProcessRequest request) {
    shims.check(request);
  }

  @Override
  public Optional<JobRecord.Start> start(ProcessRequest request, Path record, String token)
      throws IOException {
    return shims.start(request, record, token);
  }

  @Override
  public void release(JobId id) throws IOException {
    shims.release(id);
  }

  @Override
  public boolean signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal) {
    return shims.signal(id, start, user, signal);
  }

  @Override
  public void watch(Consumer<Optional<String>> impediment) {
    shims.watch(impediment);
  }

  @Override
  public void close() {
    shims.close();
    launcher.close();
  }
}
