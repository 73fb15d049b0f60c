package org.openlauncher.host.jobs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;

/** The jobs that have a time to run, and may not run longer. Used under the table's lock. */
final class Deadlines {
  private static final int MILLISECONDS_OF_SECOND = 1000;

  private final Map<JobId, Timed> timed = new HashMap<>();

  private record Timed(JobEntry entry, Duration limit) {
    Optional<Overdue> overdue(Instant now) {
      return entry
          .runningSince()
          .map(since -> Duration.between(since.plus(limit), now))
          .filter(by -> !by.isNegative() && entry.visible())
          .map(by -> new Overdue(entry.job(), by, entry.overdue()));
    }
  }

  /**
   * A job that has run for as long as it may.
   *
   * @param job the job
   * @param by for how long it has been too long
   * @param asked whether it was asked to end already
   */
  record Overdue(Job job, Duration by, boolean asked) {}

  void begun(JobEntry entry) {
    limit(entry.job().specification())
        .ifPresent(limit -> timed.put(entry.job().id(), new Timed(entry, limit)));
  }

  void ended(JobId id) {
    timed.remove(id);
  }

  List<Overdue> passed(Instant now) {
    return timed.values().stream().flatMap(job -> job.overdue(now).stream()).toList();
  }

  /** How long a job may run; empty where that is as long as it likes. */
  static Optional<Duration> limit(JobSpecification job) {
    return job.resourceLimits().stream()
        .filter(limit -> limit.type().equals(ResourceLimit.WALL_TIME))
        .filter(limit -> !limit.value().isEmpty())
        .findFirst()
        .map(
            limit ->
                Duration.ofMillis(
                    new BigDecimal(limit.value())
                        .multiply(BigDecimal.valueOf(MILLISECONDS_OF_SECOND))
                        .min(BigDecimal.valueOf(Long.MAX_VALUE / 4))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact()));
  }

  /** The end of a job whose time was up is told as that, unless something else is known of it. */
  JobStatus explain(JobEntry entry, JobStatus status) {
    boolean ordinary =
        status
            .code()
            .map(
                code ->
                    code == StatusCode.EXITED
                        || code == StatusCode.SIGNALED
                        || code == StatusCode.BY_REQUEST)
            .orElse(true);
    if (!entry.overdue() || !status.state().terminal() || !ordinary) {
      return status;
    }
    String limit =
        limit(entry.job().specification())
            .map(time -> " for " + time.toSeconds() + " s")
            .orElse("");
    return status.because(
        StatusCode.TIME_LIMIT, "Ended: it ran" + limit + ", which is as long as it may.");
  }
}
