package org.openlauncher.plugin.slurm;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openlauncher.api.error.LauncherException;

/**
 * Questions to the scheduler and to the accounting. An answer is whole and makes sense, or there is
 * none: then a {@link LauncherException} says why. Each may block for a minute.
 */
interface SchedulerQueries {
  /** How many requests {@link #queue} is, as sdiag counts them. */
  int requestsOfQueue();

  /**
   * What the scheduler knows of some jobs: those that wait or run, and for some minutes those that
   * have ended. Who is not in the answer is not known to it.
   *
   * @param owners the names of their owners
   */
  Map<Long, SchedulerJob> queue(Collection<Long> numbers, Collection<String> owners);

  /** What the accounting knows of jobs that the scheduler does not know any more. */
  Map<Long, SchedulerJob> accounting(Collection<Long> numbers);

  /**
   * The numbers of the jobs with this name of one user's, in whatever state.
   *
   * @param accounting whether the accounting is asked too
   */
  List<Long> named(String name, long uid, boolean accounting);

  /** Asks for as little as there is: whether the scheduler answers. */
  void requireAnswer();

  /** How the cluster is set up. */
  SchedulerSettings settings();

  /** Whether the service user may do what only operators of Slurm may. */
  boolean mayOperate(SchedulerSettings settings);

  /** All partitions. */
  List<Partition> partitions();

  /** The generic resources of the nodes: {@code gpu:a100:4}. */
  List<String> genericResources();

  /** Where the nodes are, by their names. */
  Map<String, NodePlace> nodes();

  /** What a user may submit jobs under; needs accounting. */
  List<Association> associations(String user, String cluster);
}
