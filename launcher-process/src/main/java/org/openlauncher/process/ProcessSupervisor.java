package org.openlauncher.process;

import java.util.Collection;
import java.util.Map;
import org.openlauncher.api.job.JobId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Starts jobs as processes and follows them. The processes don't depend on the launcher's: they
 * live on when it ends, however it ends, and how they end is known to the next one. Safe from any
 * thread.
 */
@ProviderType
public interface ProcessSupervisor extends AutoCloseable {
  /**
   * Launches a job. The listener hears when it has started, or why it has not. May wait some
   * seconds for the machine.
   *
   * @throws org.openlauncher.api.error.LaunchFailedException where it is certain that it can't run;
   *     then nothing is left of it
   * @throws org.openlauncher.api.error.AmbiguousLaunchException where nobody can say whether it
   *     runs; {@link #find} tells, and a job that it finds has to be watched
   * @throws org.openlauncher.api.error.LauncherException with {@code InvalidRequest} where the
   *     arguments or the environment can't be handed to any process, with {@code InvalidJobState}
   *     where the job was launched before, with {@code RequestNotSupported} where {@link
   *     Privileges} don't allow the user or a limit, with {@code ClusterUnavailable} where nothing
   *     can be launched at the moment
   */
  void launch(ProcessRequest request);

  /**
   * Tells whether a job was launched. The answer "never" makes sure of itself: a launch that was
   * cut short by the launcher's own death will not come to life later.
   */
  LaunchTrace find(JobId id);

  /**
   * Follows a job that an earlier supervisor of this folder launched. The listener hears all of it
   * again, from the start. Watching a job twice changes nothing.
   */
  void watch(JobId id);

  /**
   * Signals all processes of a job: its program, what that started, and what detached itself from
   * it; also those that are left when the program has ended. Returns when it is done. A job that
   * has no processes left is no error.
   *
   * @param user whom the job was launched as
   * @throws org.openlauncher.api.error.LauncherException with {@code JobNotFound} where there is no
   *     record of the job, {@code InvalidJobState} where it has not started yet, {@code
   *     JobControlFailure} where a process could not be signalled or did not end, {@code
   *     ClusterUnavailable} where nothing can be signalled at the moment
   */
  void signal(JobId id, ProcessUser user, Signal signal);

  /**
   * Measures jobs, all in one look at the machine.
   *
   * @return what they use; jobs without a living process are left out
   */
  Map<JobId, ResourceUse> measure(Collection<JobId> ids);

  /** Drops the record of a job; to be called when its end is stored elsewhere. */
  void forget(JobId id);

  /** Stops following; touches no job. The listener hears nothing more when this has returned. */
  @Override
  void close();
}
