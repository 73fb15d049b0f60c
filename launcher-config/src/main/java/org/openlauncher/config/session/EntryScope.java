package org.openlauncher.config.session;

import java.util.Optional;

/**
 * Which jobs an entry is for; what is empty does not matter.
 *
 * @param kind the kind of job
 * @param workbench the session's program; a job that is no session has none
 * @param cluster the cluster's name, without regard to case, as names of clusters are unique
 */
public record EntryScope(
    Optional<JobKind> kind, Optional<Workbench> workbench, Optional<String> cluster) {
  /** For everything. */
  public static final EntryScope ANY =
      new EntryScope(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Whether the entry is for such a job.
   *
   * @param jobWorkbench empty for an ad-hoc job
   */
  public boolean fits(JobKind jobKind, Optional<Workbench> jobWorkbench, String jobCluster) {
    return kind.map(wanted -> wanted == jobKind).orElse(true)
        && (workbench.isEmpty() || workbench.equals(jobWorkbench))
        && cluster.map(wanted -> wanted.equalsIgnoreCase(jobCluster)).orElse(true);
  }
}
