package org.openlauncher.process.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;

/** A launcher of its own that starts jobs and then waits for somebody to end it. */
final class LauncherLife {
  private LauncherLife() {}

  /**
   * Starts a job for each script and tells {@code ready} when all of them run.
   *
   * @param arguments a folder, and then ids and scripts by turns
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    RecordingListener listener = new RecordingListener();
    ProcessSupervisor supervisor = Jobs.supervisor(folder, listener);
    for (int index = 1; index < arguments.length; index += 2) {
      JobId id = new JobId(arguments[index]);
      List<String> command =
          List.of("/bin/sh", "-c", arguments[index + 1], "sh", folder.toString());
      supervisor.launch(
          new ProcessRequest(
              id,
              command,
              Map.of("PATH", "/usr/bin:/bin", "TEXT", "\u00e9\u65e5"),
              folder,
              Optional.empty(),
              Optional.of(folder.resolve(id + ".out")),
              Optional.empty(),
              022));
      listener.awaitStart(id);
    }
    System.out.println("ready");
    Thread.sleep(Long.MAX_VALUE);
  }
}
