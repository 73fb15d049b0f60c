package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.ObservationSink;

/**
 * One job, as its own record and the scheduler tell of it, and what the launcher was told. The
 * record is quicker and knows exit codes; the scheduler knows why a job waits, and why it was
 * ended. Safe from any thread; what is told is told in order.
 */
final class TrackedJob {
  /** How long a job that the scheduler calls running may leave its record empty. */
  private static final Duration PATIENCE_FOR_START = Duration.ofSeconds(25);

  /**
   * How long after an end that the scheduler told the record may still tell more: what was read of
   * it then is all there is, on a file system that lags too.
   */
  private static final Duration PATIENCE_FOR_RECORD = Duration.ofSeconds(5);

  /** How long the word of a record that can't be read is waited for. */
  private static final Duration PATIENCE_FOR_READING = Duration.ofMinutes(2);

  /** The same for a job that nobody else knows any more. */
  private static final Duration PATIENCE_WITH_THE_LAST_WITNESS = Duration.ofHours(1);

  /** How long after a request the scheduler is asked more often for what comes of it. */
  private static final Duration HASTE_AFTER_REQUEST = Duration.ofSeconds(20);

  private final JobId id;
  private final SlurmHandle handle;
  private final JobSpecification specification;
  private final StatusTranslation translation;
  private final JobTelling telling;
  private final long since = System.nanoTime();
  private long number;
  private int linesRead;
  private int restarts;
  private Optional<JobRecord.Started> started = Optional.empty();
  private Optional<JobRecord.Ended> ended = Optional.empty();
  private Optional<JobOperation> requested = Optional.empty();
  private Optional<SchedulerJob> lastSeen = Optional.empty();
  private long suspensionKnownAt = since;
  private long requestedAt;
  private long seenAt = since;
  private long seenRunningAt;
  private long seenEndedAt;
  private long seenBackAt;
  private long missingSince;
  private long recordReadAt = since;
  private boolean recordMissing;

  /**
   * @param before the state in which the launcher knows it
   */
  TrackedJob(
      JobId id,
      SlurmHandle handle,
      JobSpecification specification,
      JobState before,
      StatusTranslation translation,
      ObservationSink sink) {
    this.id = id;
    this.handle = handle;
    this.specification = specification;
    this.translation = translation;
    this.telling = new JobTelling(id, handle.submitted(), before, sink);
    this.number = handle.number();
  }

  JobId id() {
    return id;
  }

  SlurmHandle handle() {
    return handle;
  }

  /** Slurm's number of it. */
  synchronized long number() {
    return number;
  }

  synchronized int linesRead() {
    return linesRead;
  }

  /** Where it stands, as far as the launcher was told. */
  JobState state() {
    return telling.state();
  }

  boolean over() {
    return telling.state().terminal();
  }

  /** Whether its program is known to run, or to have run. */
  synchronized boolean started() {
    return started.isPresent();
  }

  /** Where it runs. */
  synchronized Optional<String> host() {
    return started.map(JobRecord.Started::host).or(() -> lastSeen.flatMap(SchedulerJob::host));
  }

  /** What the scheduler last said. */
  synchronized Optional<SchedulerJob> lastSeen() {
    return lastSeen;
  }

  /** Whether it was taken up before a time. */
  boolean trackedBefore(long nanoTime) {
    return since - nanoTime < 0;
  }

  /** Whether only the scheduler can say what there is to be said next. */
  synchronized boolean wantsScheduler() {
    if (over()) {
      return false;
    }
    return ended.isPresent()
        || (requested.filter(TrackedJob::ends).isPresent() && isTimeAfterRequest());
  }

  /**
   * The longer it takes, the longer are the pauses: the questions shall last until it has ended.
   */
  private boolean isTimeAfterRequest() {
    long since = System.nanoTime() - requestedAt;
    long lastAnswer = Math.max(0, seenAt - requestedAt);
    return since < HASTE_AFTER_REQUEST.toNanos() && since >= lastAnswer + lastAnswer / 2;
  }

  private static boolean ends(JobOperation operation) {
    return switch (operation) {
      case STOP, KILL, CANCEL -> true;
      case SUSPEND, RESUME -> false;
    };
  }

  /** Notes what the launcher is about to do to it. */
  synchronized void requested(JobOperation operation) {
    requested = Optional.of(operation);
    requestedAt = System.nanoTime();
  }

  /** Notes that what was requested did not come about. */
  synchronized void notRequested() {
    requested = Optional.empty();
  }

  /** Takes the next line of the record. */
  synchronized void record(String line) {
    linesRead++;
    recordMissing = false;
    if (over()) {
      return;
    }
    JobRecord.parse(line).ifPresent(this::record);
  }

  private void record(JobRecord record) {
    if (record instanceof JobRecord.Yielded yielded) {
      if (yielded.holder() != 0) {
        number = yielded.holder();
      }
      return;
    }
    if (record instanceof JobRecord.Refused again && again.what() == JobRecord.What.AGAIN) {
      telling.known(onItsHost(translation.notAgain(ended)), again.at());
      return;
    }
    if (record.restarts() < restarts) {
      return;
    }
    number = record.number();
    if (record.restarts() > restarts) {
      restarts = record.restarts();
      ended = Optional.empty();
      started = Optional.empty();
    }
    if (record instanceof JobRecord.Started start) {
      started = Optional.of(start);
      // Of a job that was suspended the scheduler alone says that it goes on.
      tellLiving(state() == JobState.SUSPENDED ? JobState.SUSPENDED : JobState.RUNNING, start.at());
    } else if (record instanceof JobRecord.Refused refused) {
      telling.known(translation.refused(refused, specification, handle), refused.at());
    } else if (record instanceof JobRecord.Ended end) {
      ended = Optional.of(end);
      if (lastSeen.filter(job -> job.state().kind() == SlurmState.Kind.ENDED).isPresent()) {
        telling.known(
            translation.ended(lastSeen.get(), ended, started.isPresent(), requested), end.at());
      } else {
        translation
            .ended(end, requested)
            .ifPresent(status -> telling.known(onItsHost(status), end.at()));
      }
    }
  }

  private JobStatus onItsHost(JobStatus status) {
    return host().map(status::onHost).orElse(status);
  }

  /**
   * Notes that all of the record was read.
   *
   * @param at when the reading began
   */
  synchronized void recordRead(long at) {
    recordReadAt = at;
  }

  /** Whether a record that had more to tell since a time would have told it. */
  private boolean recordToldSince(long time, Duration patience) {
    return recordReadAt - time >= PATIENCE_FOR_RECORD.toNanos()
        || System.nanoTime() - time >= patience.toNanos();
  }

  /** Notes that there is no record. */
  synchronized void recordMissing() {
    recordMissing = true;
  }

  /**
   * Takes what the scheduler says.
   *
   * @param askedAt when it was asked
   */
  synchronized void seen(SchedulerJob job, long askedAt) {
    if (over() || job.id() != number) {
      return;
    }
    if (lastSeen.map(SchedulerJob::partition).filter(job.partition()::equals).isEmpty()) {
      telling.again();
    }
    lastSeen = Optional.of(job);
    seenAt = System.nanoTime();
    missingSince = 0;
    switch (job.state().kind()) {
      case WAITING -> waits(job);
      case PREPARING -> {
        if (started.isEmpty()) {
          waits(job);
        }
      }
      case LIVING -> runs(askedAt);
      case SUSPENDED -> {
        if (suspensionKnownAt - askedAt < 0) {
          tellLiving(JobState.SUSPENDED, Instant.now());
        }
      }
      case ENDING -> {
        // How it ended will be said; its record may say so sooner.
      }
      case ENDED -> ends(job);
    }
  }

  private void waits(SchedulerJob job) {
    if (started.isEmpty() && state() == JobState.PENDING) {
      telling.known(translation.pending(job), Instant.now());
    } else if (job.restarts() > restarts
        || ended.isPresent()
        || job.state() != SlurmState.PENDING) {
      if (translation.runsAgain()) {
        ended = Optional.empty();
        telling.known(translation.requeued(job), Instant.now());
      } else {
        seenBackAt = seenBackAt == 0 ? System.nanoTime() : seenBackAt;
        settle();
      }
    }
  }

  private void runs(long askedAt) {
    long now = System.nanoTime();
    seenRunningAt = seenRunningAt == 0 ? now : seenRunningAt;
    if (started.isEmpty()
        && !recordMissing
        && now - seenRunningAt < PATIENCE_FOR_START.toNanos()
        && state() == JobState.PENDING) {
      return;
    }
    if (state() != JobState.SUSPENDED || suspensionKnownAt - askedAt < 0) {
      if (ended.isEmpty()) {
        tellLiving(JobState.RUNNING, Instant.now());
      }
    }
  }

  private void ends(SchedulerJob job) {
    seenEndedAt = seenEndedAt == 0 ? System.nanoTime() : seenEndedAt;
    boolean recordCouldTell =
        (job.state() == SlurmState.COMPLETED || job.state() == SlurmState.FAILED)
            && !recordMissing
            && job.signal() == 0;
    if (ended.isEmpty() && recordCouldTell && !recordToldSince(seenEndedAt, PATIENCE_FOR_READING)) {
      return;
    }
    telling.known(
        translation.ended(job, ended, started.isPresent(), requested),
        job.ended().orElseGet(Instant::now));
  }

  /** Tells what the scheduler has told of the end, where the record has had its time. */
  synchronized void settle() {
    if (!over() && seenBackAt != 0 && recordToldSince(seenBackAt, PATIENCE_FOR_READING)) {
      telling.known(onItsHost(translation.notAgain(ended)), Instant.now());
    }
    if (!over() && seenEndedAt != 0) {
      lastSeen.filter(job -> job.state().kind() == SlurmState.Kind.ENDED).ifPresent(this::ends);
    }
  }

  /**
   * Notes that a whole and successful look at the scheduler did not show it.
   *
   * @return for how long that has been so
   */
  synchronized Duration missing() {
    long now = System.nanoTime();
    missingSince = missingSince == 0 ? now : missingSince;
    return Duration.ofNanos(now - missingSince);
  }

  /**
   * Tells that Slurm certainly does not know it any more; its own record has the last word.
   *
   * @param evidence what makes it certain
   */
  synchronized void gone(String evidence) {
    if (over() || !recordToldSince(missingSince, PATIENCE_WITH_THE_LAST_WITNESS)) {
      return;
    }
    if (ended.isPresent()) {
      JobRecord.Ended end = ended.get();
      telling.known(
          onItsHost(
              translation
                  .ended(end, Optional.of(requested.orElse(JobOperation.STOP)))
                  .orElseThrow()),
          end.at());
      return;
    }
    telling.absent(evidence);
  }

  /** Tells that nothing can be said of it at the moment. */
  synchronized void unknown(String reason) {
    if (!over()) {
      telling.unknown(reason);
    }
  }

  /** Notes that it was suspended, or goes on. */
  synchronized void suspended(boolean suspended) {
    suspensionKnownAt = System.nanoTime();
    if (!over()) {
      tellLiving(suspended ? JobState.SUSPENDED : JobState.RUNNING, Instant.now());
    }
  }

  private void tellLiving(JobState living, Instant at) {
    JobStatus status = translation.living(living, number, host());
    telling.known(
        lastSeen.isPresent() && !lastSeen.get().partition().isEmpty()
            ? status.inQueue(lastSeen.get().partition())
            : status,
        at);
  }
}
