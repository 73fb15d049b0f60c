package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.plugin.ClusterContext;
import org.openlauncher.api.plugin.ClusterHealth;
import org.openlauncher.api.plugin.ObservationSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over all living jobs of a cluster: one question to the scheduler for all of them, one to
 * the accounting for those that have left it, and in between the records that the jobs write
 * themselves. How often the scheduler is asked does not depend on how many jobs or clients there
 * are. A question without an answer changes no job.
 */
final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration GONE_WITHOUT_ACCOUNTING = Duration.ofSeconds(60);
  private static final Duration GONE_WITH_ACCOUNTING = Duration.ofMinutes(5);

  /** How often the scheduler is asked whether it is there, where nobody has jobs. */
  private static final Duration WITHOUT_JOBS = Duration.ofMinutes(1);

  private static final Duration OTHER_JOB = Duration.ofDays(1);
  private static final int READERS = 6;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final SchedulerQueries queries;
  private final RequestBudget budget;
  private final ClusterFacts facts;
  private final QuestionClock clock;
  private final ObservationSink sink;
  private final Map<JobId, TrackedJob> jobs = new ConcurrentHashMap<>();
  private final ExecutorService asker;
  private final ExecutorService readers;
  private final RecordFollower records;
  private final ScheduledFuture<?> ticking;
  private Optional<ClusterHealth> health = Optional.empty();

  Collector(
      ClusterContext context,
      SchedulerQueries queries,
      RecordReader reader,
      RequestBudget budget,
      ClusterFacts facts,
      Duration interval) {
    this.queries = queries;
    this.budget = budget;
    this.facts = facts;
    this.clock = new QuestionClock(interval);
    this.sink = context.observations();
    this.asker = threads("slurm-" + context.name(), 1);
    this.readers = threads("slurm-records-" + context.name(), READERS);
    this.records = new RecordFollower(reader, readers, this::job);
    this.ticking =
        context
            .executor()
            .scheduleWithFixedDelay(
                this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ExecutorService threads(String name, int most) {
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Takes up a job; one that is watched already stays as it is. */
  void watch(TrackedJob job) {
    jobs.merge(job.id(), job, (before, now) -> before.over() ? now : before);
  }

  Optional<TrackedJob> job(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Watches a job no longer. */
  void drop(JobId id) {
    jobs.remove(id);
  }

  /** Has the scheduler asked as soon as the budget lets it be. */
  void hasten() {
    clock.hasten();
  }

  private void tick() {
    try {
      jobs.values().removeIf(TrackedJob::over);
      records.tick(List.copyOf(jobs.values()));
      jobs.values().forEach(TrackedJob::settle);
      if (isTime()) {
        asker.execute(this::ask);
      }
    } catch (RejectedExecutionException busyOrClosing) {
      clock.abandon();
    } catch (RuntimeException fault) {
      LOG.error("a look at the jobs failed", fault);
    }
  }

  private boolean isTime() {
    boolean nothingToAsk = jobs.isEmpty() && !clock.failing() && facts.known();
    if (clock.asking() || (nothingToAsk && !clock.restedFor(WITHOUT_JOBS))) {
      return false;
    }
    boolean now =
        (clock.due() && budget.takeQueue())
            || (clock.mayHurry()
                && jobs.values().stream().anyMatch(TrackedJob::wantsScheduler)
                && budget.takeQueueInHaste());
    if (now) {
      clock.begin();
    }
    return now;
  }

  private void ask() {
    long before = System.nanoTime();
    Optional<String> trouble = Optional.empty();
    try {
      facts.ensureKnown();
      look(before);
    } catch (LauncherException unanswered) {
      trouble = Optional.of(unanswered.getMessage());
    } catch (RuntimeException | Error fault) {
      LOG.error("the scheduler's answer can't be worked on", fault);
      trouble = Optional.of("a fault of the plugin: " + fault);
    }
    clock.end(Duration.ofNanos(System.nanoTime() - before), trouble.isPresent());
    tell(trouble);
  }

  private void tell(Optional<String> trouble) {
    if (trouble.isPresent()) {
      String reason = trouble.get();
      jobs.values().stream()
          .filter(job -> job.state() == JobState.PENDING)
          .forEach(job -> job.unknown(reason));
      health(new ClusterHealth(ClusterHealth.Level.YELLOW, reason));
    } else if (facts.jobsAreHidden()) {
      health(
          new ClusterHealth(
              ClusterHealth.Level.YELLOW,
              "slurm.conf hides jobs from others (PrivateData=jobs): slurm-service-user must be an"
                  + " operator of Slurm"));
    } else {
      health(ClusterHealth.GREEN);
    }
  }

  /** Tells how the cluster is, where that is new. */
  void health(ClusterHealth now) {
    synchronized (this) {
      if (health.equals(Optional.of(now))) {
        return;
      }
      health = Optional.of(now);
    }
    sink.health(now);
  }

  private void look(long askedAt) {
    List<TrackedJob> asked =
        jobs.values().stream().filter(job -> !job.over() && job.trackedBefore(askedAt)).toList();
    if (asked.isEmpty()) {
      queries.requireAnswer();
      return;
    }
    Map<Long, SchedulerJob> known = queries.queue(numbers(asked), owners(asked));
    List<TrackedJob> left = new ArrayList<>();
    for (TrackedJob job : asked) {
      SchedulerJob found = known.get(job.number());
      if (found != null && isTheSame(job, found)) {
        job.seen(found, askedAt);
      } else if (!job.over()) {
        left.add(job);
      }
    }
    if (!left.isEmpty()) {
      leftQueue(left, askedAt);
    }
  }

  private void leftQueue(List<TrackedJob> left, long askedAt) {
    boolean accounting = facts.accounting();
    Map<Long, SchedulerJob> past = new HashMap<>();
    if (accounting) {
      past.putAll(queries.accounting(numbers(left)));
    }
    for (TrackedJob job : left) {
      SchedulerJob found = past.get(job.number());
      if (found != null && found.state().kind() == SlurmState.Kind.ENDED && isTheSame(job, found)) {
        job.seen(found, askedAt);
      } else if (!facts.jobsAreHidden()
          && job.missing().compareTo(accounting ? GONE_WITH_ACCOUNTING : GONE_WITHOUT_ACCOUNTING)
              > 0) {
        job.gone("Slurm answers, and does not know job " + job.number() + " any more.");
      }
    }
  }

  /** Numbers are used again when Slurm has lost its memory. */
  private static boolean isTheSame(TrackedJob job, SchedulerJob found) {
    boolean its =
        found
            .uid()
            .map(uid -> uid == job.handle().uid())
            .orElseGet(
                () ->
                    found
                        .name()
                        .filter(name -> JobPreparation.isNameOf(job.id(), name))
                        .isPresent());
    if (!its) {
      return false;
    }
    Instant submitted = job.handle().submitted();
    return found.submitted().isAfter(submitted.minus(OTHER_JOB))
        && (found.restarts() > 0 || found.submitted().isBefore(submitted.plus(OTHER_JOB)));
  }

  private static Set<Long> numbers(Collection<TrackedJob> jobs) {
    return jobs.stream().map(TrackedJob::number).collect(Collectors.toSet());
  }

  private static Set<String> owners(Collection<TrackedJob> jobs) {
    return jobs.stream().map(job -> job.handle().owner()).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    ticking.cancel(false);
    asker.shutdownNow();
    readers.shutdownNow();
  }
}
