package org.openlauncher.host.jobs;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.job.JobState;

/**
 * Which jobs a list shall hold. All given conditions must hold together.
 *
 * @param cluster jobs of this cluster
 * @param user jobs of this owner; only administrators may name somebody else
 * @param states jobs in one of these states; empty for any
 * @param tags jobs that carry all of these
 * @param from submitted at this time or later
 * @param until submitted at this time or earlier
 * @param order how the list is sorted
 * @param limit the most jobs of a page, at least 1
 * @param cursor where the page before ended, as {@link JobPage#nextCursor} told
 */
public record JobQuery(
    Optional<String> cluster,
    Optional<String> user,
    Set<JobState> states,
    Set<String> tags,
    Optional<Instant> from,
    Optional<Instant> until,
    Order order,
    int limit,
    Optional<String> cursor) {

  /** Takes copies of the sets. */
  public JobQuery {
    states = Set.copyOf(states);
    tags = Set.copyOf(tags);
    Objects.requireNonNull(order);
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, is " + limit);
    }
  }

  /** The same for jobs that have a further tag. */
  public JobQuery withTag(String tag) {
    Set<String> more = new HashSet<>(tags);
    more.add(tag);
    return new JobQuery(cluster, user, states, more, from, until, order, limit, cursor);
  }

  /**
   * How a list is sorted; jobs that are alike are sorted by id.
   *
   * @param field what counts
   * @param descending whether the greatest comes first
   */
  public record Order(Field field, boolean descending) {
    /** The newest job first. */
    public static final Order NEWEST_FIRST = new Order(Field.SUBMISSION_TIME, true);

    /** What a list can be sorted by. */
    public enum Field {
      /** When the job was accepted. */
      SUBMISSION_TIME("submissionTime"),
      /** When its status last changed. */
      LAST_UPDATE_TIME("lastUpdateTime"),
      /** Its name. */
      NAME("name"),
      /** Its owner. */
      USER("user"),
      /** Its state, in the order of a job's life. */
      STATUS("status"),
      /** Its cluster. */
      CLUSTER("cluster");

      private final String wireName;

      Field(String wireName) {
        this.wireName = wireName;
      }

      /** The field's name on the wire. */
      public String wireName() {
        return wireName;
      }
    }
  }
}
