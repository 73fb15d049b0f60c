package org.openlauncher.host.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.host.jobs.JobQuery.Order;

/**
 * Answers list queries from the indexes. The order of submission is the order of ids, so such a
 * page is read off an index without looking at the jobs outside it; every other order looks at all
 * jobs that fit and keeps the best page.
 */
final class JobLists {
  /** Characters of large payloads in one answer. */
  private static final long LARGEST_PAYLOAD = 8 * 1024 * 1024;

  private final JobIndex index;

  JobLists(JobIndex index) {
    this.index = index;
  }

  /**
   * @param onlyOwner whose jobs may be seen; empty for all
   */
  JobPage page(JobQuery query, Optional<String> onlyOwner) {
    Optional<String> owner = onlyOwner.or(query::user);
    NavigableMap<JobId, JobEntry> candidates =
        within(index.candidates(owner, query.states(), query.tags()), query);
    Optional<Position> after = query.cursor().map(text -> Position.read(text, query.order()));
    return query.order().field() == Order.Field.SUBMISSION_TIME
        ? readOff(candidates, query, owner, after)
        : select(candidates, query, owner, after);
  }

  private static JobPage readOff(
      NavigableMap<JobId, JobEntry> candidates,
      JobQuery query,
      Optional<String> owner,
      Optional<Position> after) {
    boolean descending = query.order().descending();
    NavigableMap<JobId, JobEntry> sorted = descending ? candidates.descendingMap() : candidates;
    NavigableMap<JobId, JobEntry> rest =
        after.map(position -> sorted.tailMap(position.id(), false)).orElse(sorted);
    List<Job> page = new ArrayList<>(Math.min(query.limit(), 1_000) + 1);
    for (JobEntry entry : rest.values()) {
      Job job = entry.job();
      if (fits(job, query, owner)) {
        page.add(job);
        if (page.size() > query.limit()) {
          break;
        }
      }
    }
    return cut(page, query);
  }

  private static JobPage select(
      NavigableMap<JobId, JobEntry> candidates,
      JobQuery query,
      Optional<String> owner,
      Optional<Position> after) {
    Comparator<Position> order =
        query.order().descending() ? Position.ASCENDING.reversed() : Position.ASCENDING;
    Comparator<Ranked> ranking = Comparator.comparing(Ranked::position, order);
    PriorityQueue<Ranked> best = new PriorityQueue<>(ranking.reversed());
    for (JobEntry entry : candidates.values()) {
      Job job = entry.job();
      Ranked ranked = new Ranked(Position.of(job, query.order()), job);
      boolean behind =
          after.map(position -> order.compare(ranked.position(), position) > 0).orElse(true);
      if (behind && fits(job, query, owner)) {
        best.add(ranked);
        if (best.size() > query.limit() + 1) {
          best.poll();
        }
      }
    }
    return cut(best.stream().sorted(ranking).map(Ranked::job).toList(), query);
  }

  private static JobPage cut(List<Job> jobs, JobQuery query) {
    if (jobs.size() <= query.limit()) {
      return new JobPage(jobs, Optional.empty());
    }
    return first(query.limit(), jobs, query.order());
  }

  private static JobPage first(int count, List<Job> jobs, Order order) {
    Position last = Position.of(jobs.get(count - 1), order);
    return new JobPage(jobs.subList(0, count), Optional.of(last.write(order)));
  }

  /** Cuts off what would not go into an answer together with the payloads before it. */
  static JobPage shortened(JobPage page, Order order) {
    long payload = 0;
    List<Job> jobs = page.jobs();
    for (int count = 0; count < jobs.size(); count++) {
      payload += jobs.get(count).absentPayload();
      if (payload > LARGEST_PAYLOAD && count > 0) {
        return first(count, jobs, order);
      }
    }
    return page;
  }

  private static NavigableMap<JobId, JobEntry> within(
      NavigableMap<JobId, JobEntry> all, JobQuery query) {
    NavigableMap<JobId, JobEntry> bounded = all;
    if (query.from().isPresent()) {
      bounded = bounded.tailMap(JobIds.floor(query.from().get()), true);
    }
    return query.until().isPresent()
        ? bounded.headMap(JobIds.floor(query.until().get().plusMillis(1)), false)
        : bounded;
  }

  private static boolean fits(Job job, JobQuery query, Optional<String> owner) {
    return (query.states().isEmpty() || query.states().contains(job.status().state()))
        && owner.map(job.owner()::equals).orElse(true)
        && query.user().map(job.owner()::equals).orElse(true)
        && query.cluster().map(job.specification().cluster()::equals).orElse(true)
        && query.from().map(from -> !job.submissionTime().isBefore(from)).orElse(true)
        && query.until().map(until -> !job.submissionTime().isAfter(until)).orElse(true)
        && (query.tags().isEmpty() || job.specification().tags().containsAll(query.tags()));
  }

  private record Ranked(Position position, Job job) {}

  /** Where a job stands in an order; a cursor is the position of a page's last job. */
  private record Position(String key, JobId id) {
    static final Comparator<Position> ASCENDING =
        Comparator.comparing(Position::key).thenComparing(Position::id);

    static Position of(Job job, Order order) {
      return new Position(
          switch (order.field()) {
            case SUBMISSION_TIME -> "";
            case LAST_UPDATE_TIME ->
                String.format(
                    "%020d", ChronoUnit.MICROS.between(Instant.EPOCH, job.lastUpdateTime()));
            case NAME -> job.specification().name();
            case USER -> job.owner();
            case STATUS -> Character.toString(placeInLife(job.status().state()));
            case CLUSTER -> job.specification().cluster();
          },
          job.id());
    }

    private static char placeInLife(JobState state) {
      return switch (state) {
        case PENDING -> 'a';
        case RUNNING -> 'b';
        case SUSPENDED -> 'c';
        case FINISHED -> 'd';
        case FAILED -> 'e';
        case KILLED -> 'f';
        case CANCELED -> 'g';
      };
    }

    static Position read(String cursor, Order order) {
      try {
        String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String[] parts = text.split("\n", 3);
        if (parts.length == 3 && parts[0].equals(mark(order))) {
          Optional<JobId> id = JobId.parse(parts[1]);
          if (id.isPresent()) {
            return new Position(parts[2], id.get());
          }
        }
      } catch (IllegalArgumentException notBase64) {
        // Told below: whatever is wrong with a cursor, it did not come from us.
      }
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "cursor: expected the nextCursor of a page with the same sort, found \"" + cursor + "\"");
    }

    String write(Order order) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((mark(order) + "\n" + id + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String mark(Order order) {
      return (order.descending() ? "-" : "") + order.field().wireName();
    }
  }
}
