package org.openlauncher.api.plugin;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One open cluster. The launcher calls it from a bounded pool that serves this cluster alone;
 * several calls may run at once. Each may block, but has a deadline ({@code
 * request-timeout-seconds}): after it the launcher stops waiting and interrupts the thread. Methods
 * that are not covered by the {@link #capabilities} are never called.
 *
 * <p>An unchecked exception other than {@link org.openlauncher.api.error.LauncherException} counts
 * as a fault of the plugin and worsens the cluster's health.
 */
@ConsumerType
public interface Cluster extends AutoCloseable {
  /**
   * {@return what this cluster can do} Must not block. The launcher asks anew each time: where a
   * back-end was out of reach when the cluster was opened, the answer may grow when it tells more;
   * it never shrinks.
   */
  Capabilities capabilities();

  /**
   * Tries whether this plugin can work here at all, after the cluster was opened and before it is
   * given jobs. Where it can't, the launcher goes back to the plugin's version before, if there is
   * one. A back-end that is merely out of reach is no reason to fail: no other version would reach
   * it. Must start no job; may block up to the launcher's {@code bootstrap-timeout-seconds}, but
   * requests wait meanwhile. Without an override nothing is tried.
   *
   * @throws org.openlauncher.api.error.LauncherException saying what does not work
   */
  default void selfTest() {}

  /**
   * {@return what this user may use here}
   *
   * @param user who asks
   */
  ClusterInfo info(UserAccount user);

  /**
   * Refuses what can be seen to be impossible, before the launcher makes a job of it. Must not
   * start anything.
   *
   * @param specification what is asked for
   * @param owner whom the job would belong to
   * @throws org.openlauncher.api.error.LauncherException with {@code InvalidRequest}, naming the
   *     member by its JSON path
   */
  void validate(JobSpecification specification, UserAccount owner);

  /**
   * Starts a job. Returning means that the back-end has it. What then becomes of it is told through
   * {@link ObservationSink}, which may happen before this returns.
   *
   * @param request the job; the same one may come again, also on another thread at the same time:
   *     it must be started once
   * @return what the plugin needs to find the job again, and where its output goes
   * @throws org.openlauncher.api.error.LaunchFailedException where it is certain that it can't be
   *     started: the job becomes Failed
   * @throws org.openlauncher.api.error.AmbiguousLaunchException where nobody can say: the launcher
   *     then asks {@link #find}
   * @throws org.openlauncher.api.error.LauncherException where it is certain that nothing was
   *     started and the client shall see the error; the job is then dropped
   */
  Launch submit(LaunchRequest request);

  /**
   * Looks for a job of which it is not known whether it was started.
   *
   * @param request the job, as it was given to {@link #submit}
   * @return whether the back-end has the job
   */
  Search find(LaunchRequest request);

  /**
   * {@return what {@link #submit} would do} Starts nothing and writes nothing.
   *
   * @param request a job that was not submitted
   */
  LaunchPlan plan(LaunchRequest request);

  /**
   * Takes over jobs that have not ended, after the cluster was opened: they are watched again, and
   * the present status of each is reported. Jobs that ended in between are reported with their end.
   *
   * @param jobs all jobs of this cluster that have not ended, as the launcher remembers them
   */
  void attach(Collection<LaunchedJob> jobs);

  /**
   * Carries out an operation on all processes of a job. The job's new state is told through {@link
   * ObservationSink}.
   *
   * @param job the job, as the launcher remembers it
   * @param operation what to do; an operation that is declared
   * @return whether it is done already, and what there is to say of it
   * @throws org.openlauncher.api.error.LauncherException {@code InvalidJobState} where the job is
   *     not in a state for it, {@code JobControlFailure} where the back-end refuses
   */
  ControlResult control(LaunchedJob job, JobOperation operation);

  /**
   * Opens an output of a job, running or ended.
   *
   * @param job the job, as the launcher remembers it
   * @param type which output; one that is declared
   * @return the output, which the launcher closes
   * @throws org.openlauncher.api.error.LauncherException {@code JobOutputNotFound} where there is
   *     none
   */
  JobOutput output(LaunchedJob job, OutputType type);

  /**
   * {@return what a running job uses now; empty where it just ended} Called once for all viewers.
   *
   * @param job the job, as the launcher remembers it
   */
  Optional<ResourceUse> resourceUse(LaunchedJob job);

  /**
   * {@return where a running job can be reached}
   *
   * @param job the job, as the launcher remembers it
   */
  NetworkInfo network(LaunchedJob job);

  /**
   * {@return why a job is pending or failed; empty where the status says it all}
   *
   * @param job the job, as the launcher remembers it
   */
  Optional<Explanation> explain(LaunchedJob job);

  /**
   * Removes what the cluster keeps of an ended job: kept output, records. Files that the owner
   * named are the owner's and stay. Removing what is gone already is no error.
   *
   * @param job a job that has ended
   */
  void forget(LaunchedJob job);

  /**
   * The administrator had the configuration read again, and nothing has changed of what the
   * launcher reads for this cluster: whatever the back-end reads itself is to be read again.
   *
   * @throws org.openlauncher.api.error.LauncherException where that is not possible; the launcher
   *     logs it, and the cluster goes on with what it had
   */
  default void reload() {}

  /**
   * Which launchers work side by side: told after the cluster was opened, and again when it
   * changes. Advisory; without an override it is passed over.
   *
   * @param nodes all of them, this one too
   * @throws org.openlauncher.api.error.LauncherException where it can't be passed on; the launcher
   *     logs it
   */
  default void loadBalancerNodes(List<LoadBalancerNode> nodes) {}

  /**
   * Lets go: stops watching, gives back every thread, socket, timer and descriptor. Never stops a
   * job. Must end within some seconds.
   */
  @Override
  void close();
}
