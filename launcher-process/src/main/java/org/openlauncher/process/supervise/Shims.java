package org.openlauncher.process.supervise;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.files.PrivateFolder;

/**
 * One way to start jobs. A shim is a process that does not depend on the launcher's: it starts the
 * job, waits for it, and writes into the job's record how it went.
 */
public interface Shims extends AutoCloseable {
  /** Makes the shims of one supervisor. */
  interface Source {
    /**
     * Makes them.
     *
     * @param home the supervisor's folder
     */
    Shims open(PrivateFolder home) throws IOException;
  }

  /**
   * Refuses what can be seen beforehand to be impossible.
   *
   * @throws org.openlauncher.api.error.LaunchFailedException where the machine does not have what
   *     the job needs
   * @throws org.openlauncher.api.error.LauncherException where this way can't do it at all
   */
  void check(ProcessRequest request);

  /**
   * Starts a shim. Returns when it is certain that the record will be written, or was.
   *
   * @param record the job's record, which has nothing but its header
   * @param token what the header names the launch by; the shim does nothing where it finds another
   * @return what the record says of the start, where that is known already; else the record's
   *     watcher hears of it
   * @throws org.openlauncher.api.error.LaunchFailedException where it is certain that the job can't
   *     run
   * @throws org.openlauncher.api.error.AmbiguousLaunchException where nobody can say whether the
   *     shim was started
   * @throws org.openlauncher.api.error.LauncherException where it is certain that it was not
   * @throws IOException where it is certain that it was not
   */
  Optional<JobRecord.Start> start(ProcessRequest request, Path record, String token)
      throws IOException;

  /** Removes what was needed for the job's start only. */
  void release(JobId id) throws IOException;

  /**
   * Signals all processes of a job, as {@link org.openlauncher.process.ProcessSupervisor#signal}.
   *
   * @return whether that is done; false where the launcher has to do it itself, as its own user
   */
  boolean signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal);

  /** Tells, now where it is so and later, that nothing can be started, and when it is over. */
  void watch(Consumer<Optional<String>> impediment);

  /** Lets go; no shim ends. */
  @Override
  void close();
}
