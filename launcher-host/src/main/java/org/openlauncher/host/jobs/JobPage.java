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

  /**
   * The same page for an answer with whole specifications: it ends sooner where they are large, but
   * never before its first job.
   *
   * @param order how the page is sorted
   */
  public JobPage forWholeJobs(JobQuery.Order order) {
    return JobLists.shortened(this, order);
  }

  /** Characters of the payloads that are not in memory. */
  public long absentPayload() {
    return jobs.stream().mapToLong(Job::absentPayload).sum();
  }
}
