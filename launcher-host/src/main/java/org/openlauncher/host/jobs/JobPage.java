package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param jobs the jobs, sorted
 * @param nextCursor where the next page begins; empty where this was the last
 */
public record JobPage(List<Job> jobs, Optional<String> nextCursor) {
  /** Takes a copy of the list. */
  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
