package org.openlauncher.host.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.config.session.JobKind;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.ChangeBatch;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.jobs.StatusCursor;
import org.openlauncher.sessions.SessionTags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all sessions that run, and tells of each when its port first answers. A session that was
 * suspended, or that ran under an earlier launcher, is asked again. Holds no thread while it waits.
 */
public final class Readiness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final double MILLISECONDS = 1000;

  private final Jobs jobs;
  private final Caller launcher;
  private final ScheduledExecutorService timer;
  private final BiConsumer<JobId, String> ready;
  private final StatusCursor cursor;
  private final Set<JobId> asked = ConcurrentHashMap.newKeySet();
  private volatile CompletableFuture<ChangeBatch> changes = new CompletableFuture<>();
  private volatile PortQuestion question;
  private volatile boolean closed;

  /**
   * @param launcher sees the jobs of all users
   * @param connectionTimeout how long one attempt may take; empty for the system's own time
   * @param timer for the next attempt; not ended here
   * @param ready is told which session answers, and the words for it
   */
  public Readiness(
      Jobs jobs,
      Caller launcher,
      Optional<Duration> connectionTimeout,
      ScheduledExecutorService timer,
      BiConsumer<JobId, String> ready) {
    this.jobs = jobs;
    this.launcher = launcher;
    this.question = new PortQuestion(connectionTimeout);
    this.timer = timer;
    this.ready = ready;
    this.cursor = jobs.statusOfAll(launcher, 0);
  }

  /** From now on one attempt may take this long; empty for the system's own time. */
  public void connectionTimeout(Optional<Duration> time) {
    question = new PortQuestion(time);
  }

  /** Begins to follow. */
  public void start() {
    cursor.present().forEach(this::changed);
    follow();
  }

  private void follow() {
    if (closed) {
      return;
    }
    changes = cursor.next();
    changes.whenComplete(
        (batch, failure) -> {
          if (failure == null) {
            batch.changes().forEach(this::changed);
            follow();
          } else if (!closed) {
            LOG.error("Sessions are not followed any more", failure);
          }
        });
  }

  private void changed(JobChange change) {
    boolean waits =
        change.status().state() == JobState.RUNNING
            && !change.status().code().equals(Optional.of(StatusCode.READY));
    if (waits
        && find(change.job()).filter(Readiness::isSession).isPresent()
        && asked.add(change.job())) {
      ask(change.job(), FIRST_PAUSE);
    }
  }

  private Optional<Job> find(JobId id) {
    try {
      return Optional.of(jobs.get(launcher, id));
    } catch (LauncherException gone) {
      return Optional.empty();
    }
  }

  private static boolean isSession(Job job) {
    List<String> tags = job.specification().tags();
    return SessionTags.kind(tags).equals(Optional.of(JobKind.SESSION))
        && SessionTags.port(tags).isPresent();
  }

  private void ask(JobId id, Duration pause) {
    Optional<Job> job = find(id).filter(each -> each.status().state() == JobState.RUNNING);
    if (closed || job.isEmpty()) {
      asked.remove(id);
      return;
    }
    network(job.get())
        .thenCompose(places -> question.ask(places))
        .whenComplete(
            (answered, failure) -> {
              if (failure == null && answered.isPresent()) {
                asked.remove(id);
                ready.accept(id, words(job.get(), answered.get()));
              } else if (!closed) {
                again(id, pause);
              }
            });
  }

  private CompletableFuture<List<SessionAddress>> network(Job job) {
    int port = SessionTags.port(job.specification().tags()).orElseThrow();
    try {
      return jobs.network(launcher, job.id())
          .thenApply(network -> SessionAddress.of(network, port));
    } catch (LauncherException notNow) {
      return CompletableFuture.failedFuture(notNow);
    }
  }

  private void again(JobId id, Duration pause) {
    Duration longer = pause.multipliedBy(2);
    Duration next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    var unused = timer.schedule(() -> ask(id, next), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String words(Job job, SessionAddress address) {
    double seconds =
        Duration.between(job.submissionTime(), Instant.now()).toMillis() / MILLISECONDS;
    return "The session answers at "
        + address
        + ", %.2f s after it was submitted.".formatted(seconds);
  }

  @Override
  public void close() {
    closed = true;
    changes.cancel(false);
  }
}
