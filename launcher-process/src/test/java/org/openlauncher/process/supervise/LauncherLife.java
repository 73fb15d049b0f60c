package org.openlauncher.process.supervise;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;

/** A launcher of its own that starts jobs and then waits for somebody to end it. */
final class LauncherLife {
  private LauncherLife() {}

  /**
   * Starts a job for each script and tells {@code ready} when all of them run.
   *
   * @param arguments a form, a folder, and then ids and scripts by turns
   */
  public static void main(String[] arguments) throws InterruptedException {
    Form form = Form.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    RecordingListener listener = new RecordingListener();
    ProcessSupervisor supervisor = Jobs.supervisor(form, folder, listener);
    for (int index = 2; index < arguments.length; index += 2) {
      JobId id = new JobId(arguments[index]);
      List<String> command =
          List.of("/bin/sh", "-c", arguments[index + 1], "sh", folder.toString());
      supervisor.launch(
          new ProcessRequest(
              id,
              new ProcessUser.Self(),
              command,
              Map.of("PATH", "/usr/bin:/bin", "TEXT", "\u00e9\u65e5"),
              folder,
              Optional.empty(),
              Optional.of(new OutputFile.Named(folder.resolve(id + ".out"))),
              Optional.empty(),
              022,
              ProcessLimits.NONE));
      listener.awaitStart(id);
    }
    System.out.println("ready");
    Thread.sleep(Long.MAX_VALUE);
  }
}
