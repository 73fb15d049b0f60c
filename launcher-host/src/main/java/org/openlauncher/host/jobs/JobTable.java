package org.openlauncher.host.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.host.jobs.ChangeJournal.Scope;
import org.openlauncher.host.profiles.Quota;

/**
 * All jobs, in memory, and the only place where one changes. Each change gets the next revision,
 * goes to the indexes, the journal and the store in that order under one lock, which is never held
 * while waiting.
 *
 * <p>INVARIANT: a job's revision is that of its last change in the journal.
 */
public final class JobTable {
  /** Changes that were told but not yet written when the launcher died are fewer than this. */
  private static final long REVISIONS_LEFT_OUT_AT_START = 1_000_000;

  private final Object lock = new Object();
  private final ConcurrentHashMap<JobId, JobEntry> entries = new ConcurrentHashMap<>();
  private final Map<KeyOfOwner, JobEntry> idempotencyKeys = new HashMap<>();
  private final JobIndex index = new JobIndex();
  private final ListRevisions listRevisions = new ListRevisions();
  private final UnfinishedJobs unfinished = new UnfinishedJobs();
  private final Deadlines deadlines = new Deadlines();
  private final ChangeJournal journal;
  private final JobStore store;
  private final JobIds ids;
  private final Clock clock;
  private long revision;

  /**
   * @param store where jobs are kept; loaded here
   * @param journal takes all changes
   */
  JobTable(JobStore store, ChangeJournal journal, Clock clock) {
    this.store = store;
    this.journal = journal;
    this.clock = clock;
    this.ids = new JobIds(clock);
    JobStore.Contents kept = store.load();
    journal.begin(kept.changes(), kept.lastRevision());
    revision = kept.lastRevision() + (kept.lastRevision() == 0 ? 0 : REVISIONS_LEFT_OUT_AT_START);
    kept.jobs().forEach(this::restore);
    listRevisions.begin(revision);
  }

  private void restore(StoredJob stored) {
    JobEntry entry = new JobEntry(stored);
    entries.put(stored.job().id(), entry);
    if (!stored.job().status().state().terminal()) {
      unfinished.begun(stored.job().specification());
      deadlines.begun(entry);
    }
    stored.idempotencyKey().ifPresent(key -> idempotencyKeys.put(KeyOfOwner.of(key), entry));
    show(entry);
  }

  /** An id for a job that is only thought of. */
  JobId newId() {
    return ids.next();
  }

  /**
   * Records a submission before anything is launched. With a key that was used before, the earlier
   * submission is answered.
   *
   * @throws LauncherException {@code IdempotencyConflict} for a key that was used with another
   *     request
   */
  Admission admit(JobSpecification specification, Optional<IdempotencyKey> key) {
    return admit(id -> specification, key, Optional.empty());
  }

  /**
   * The same within a quota, which a job takes a place of until it has ended.
   *
   * @param specifications makes the job's specification when its id is known
   * @throws LauncherException {@code QuotaExceeded} where no place is left
   */
  Admission admit(
      Function<JobId, JobSpecification> specifications,
      Optional<IdempotencyKey> key,
      Optional<Quota> quota) {
    synchronized (lock) {
      Optional<JobEntry> earlier = key.flatMap(this::earlier);
      if (earlier.isPresent()) {
        return new Admission(
            earlier.get(),
            false,
            earlier.get().job().specification(),
            CompletableFuture.completedFuture(null));
      }
      JobId id = ids.next();
      JobSpecification specification = specifications.apply(id);
      quota.ifPresent(most -> unfinished.requirePlace(specification, most));
      Instant now = JobIds.timeOf(id);
      Job job =
          new Job(
              id,
              specification,
              JobStatus.of(JobState.PENDING),
              0,
              now,
              now,
              Optional.empty(),
              specification.stdoutFile(),
              specification.stderrFile(),
              false);
      JobEntry entry = new JobEntry(job.withoutLargePayload(), key);
      entries.put(id, entry);
      unfinished.begun(specification);
      deadlines.begun(entry);
      key.ifPresent(mark -> idempotencyKeys.put(KeyOfOwner.of(mark), entry));
      return new Admission(entry, true, specification, store.insert(entry.stored(), specification));
    }
  }

  /**
   * The submission that a key was used with.
   *
   * @throws LauncherException {@code IdempotencyConflict} where that was another request
   */
  Optional<JobEntry> earlier(IdempotencyKey key) {
    synchronized (lock) {
      Optional<JobEntry> earlier = Optional.ofNullable(idempotencyKeys.get(KeyOfOwner.of(key)));
      earlier.ifPresent(entry -> requireSameRequest(entry, key));
      return earlier;
    }
  }

  private static void requireSameRequest(JobEntry earlier, IdempotencyKey key) {
    boolean same = earlier.idempotencyKey().orElseThrow().fingerprint().equals(key.fingerprint());
    if (!same) {
      throw new LauncherException(
          ErrorCode.IDEMPOTENCY_CONFLICT,
          "Idempotency-Key " + key.key() + " was used before with another request.");
    }
  }

  /** The back-end has the job. */
  Job launched(JobId id, Launch launch) {
    synchronized (lock) {
      JobEntry entry = required(id);
      Job job = entry.job();
      entry.replace(
          new Job(
              id,
              job.specification(),
              job.status(),
              job.revision(),
              job.submissionTime(),
              job.lastUpdateTime(),
              Optional.of(launch.handle()),
              launch.stdoutFile().or(job::stdoutFile),
              launch.stderrFile().or(job::stderrFile),
              job.stale(),
              job.absentPayload()));
      if (entry.visible()) {
        listRevisions.changed(job.owner());
        store.update(entry.stored());
      } else {
        reveal(entry);
      }
      return entry.job();
    }
  }

  /** The back-end has a job that was in doubt; empty where it is gone here. */
  Optional<Job> adopted(JobId id, Launch launch) {
    synchronized (lock) {
      return entries.containsKey(id) ? Optional.of(launched(id, launch)) : Optional.empty();
    }
  }

  /**
   * Whether a job that its back-end does not have shall not be launched after all: it was withdrawn
   * while that was not known, or it is over.
   */
  boolean withdrawn(JobId id) {
    synchronized (lock) {
      JobEntry entry = entries.get(id);
      if (entry == null || entry.job().status().state().terminal()) {
        return true;
      }
      boolean asked = cancelAsked(id);
      if (asked) {
        step(entry, JobStatus.of(JobState.CANCELED), clock.instant());
      }
      return asked;
    }
  }

  /** Whether a pending job was last asked to be canceled. */
  boolean cancelAsked(JobId id) {
    synchronized (lock) {
      return Optional.ofNullable(entries.get(id))
          .filter(entry -> entry.job().status().state() == JobState.PENDING)
          .flatMap(JobEntry::requested)
          .map(operation -> operation == JobOperation.CANCEL)
          .orElse(false);
    }
  }

  /** A session answers: of use to its owner. */
  void sessionReady(JobId id, String message) {
    synchronized (lock) {
      Optional.ofNullable(entries.get(id))
          .filter(JobEntry::visible)
          .filter(entry -> entry.job().status().state() == JobState.RUNNING)
          .ifPresent(
              entry ->
                  change(
                      entry,
                      entry.job().status().because(StatusCode.READY, message),
                      clock.instant()));
    }
  }

  /** The job exists, but nobody can say yet whether the back-end has it. */
  Job undecided(JobId id, String message) {
    synchronized (lock) {
      JobEntry entry = required(id);
      if (!entry.visible()) {
        reveal(entry);
      }
      change(entry, entry.job().status().because(StatusCode.QUEUED, message), clock.instant());
      return entry.job();
    }
  }

  /** The job certainly could not be started. */
  Job failed(JobId id, StatusCode code, String message) {
    synchronized (lock) {
      JobEntry entry = required(id);
      if (!entry.visible()) {
        reveal(entry);
      }
      step(entry, JobStatus.of(JobState.FAILED).because(code, message), clock.instant());
      return entry.job();
    }
  }

  /** Nothing was launched, and the submission makes no job. */
  void dropped(JobId id, LauncherException refusal) {
    synchronized (lock) {
      JobEntry entry = required(id);
      entries.remove(id);
      unfinished.ended(entry.job().specification());
      deadlines.ended(id);
      entry.idempotencyKey().ifPresent(key -> idempotencyKeys.remove(KeyOfOwner.of(key)));
      store.delete(id);
      entry.settled().completeExceptionally(refusal);
    }
  }

  /** Remembers what was asked for, so that the end can be explained. */
  void requested(JobId id, JobOperation operation) {
    synchronized (lock) {
      JobEntry entry =
          Optional.ofNullable(entries.get(id)).orElseThrow(() -> Refusals.notFound(id));
      entry.request(operation);
      store.update(entry.stored());
    }
  }

  /**
   * Takes what a plugin saw of a job of its cluster. Unknown jobs are passed over: they have
   * expired, or are not ours.
   */
  void observe(String cluster, Observation observation) {
    synchronized (lock) {
      JobEntry entry = entries.get(observation.job());
      if (entry == null || !entry.job().specification().cluster().equals(cluster)) {
        return;
      }
      if (!entry.visible()) {
        entry.early().add(observation);
        return;
      }
      apply(entry, observation);
    }
  }

  private void apply(JobEntry entry, Observation observation) {
    if (observation instanceof Observation.Known known) {
      stale(entry, false);
      step(entry, known.status(), known.at());
    } else if (observation instanceof Observation.Absent absent) {
      stale(entry, false);
      step(entry, StateMachine.absent(entry.job().status(), absent.evidence()), absent.at());
    } else {
      stale(entry, !entry.job().status().state().terminal());
    }
  }

  /** The jobs that have run for as long as they may. */
  List<Deadlines.Overdue> overdue() {
    synchronized (lock) {
      return deadlines.passed(clock.instant());
    }
  }

  /** Remembers that a job is ended because its time is up, so that its end can be explained. */
  void timeIsUp(JobId id) {
    synchronized (lock) {
      JobEntry entry = entries.get(id);
      if (entry != null && !entry.overdue()) {
        entry.timeIsUp();
        store.update(entry.stored());
      }
    }
  }

  /** Takes an ended job out, with everything that is known of it. */
  void expire(JobId id) {
    synchronized (lock) {
      JobEntry entry = entries.get(id);
      if (entry == null || !entry.job().status().state().terminal()) {
        return;
      }
      entries.remove(id);
      index.remove(entry);
      entry.idempotencyKey().ifPresent(key -> idempotencyKeys.remove(KeyOfOwner.of(key)));
      listRevisions.changed(entry.job().owner());
      store.delete(id);
    }
  }

  /** Marks or unmarks all jobs of a cluster that have not ended. */
  void stale(String cluster, boolean stale) {
    synchronized (lock) {
      entries.values().stream()
          .filter(JobEntry::visible)
          .filter(entry -> entry.job().specification().cluster().equals(cluster))
          .filter(entry -> !entry.job().status().state().terminal())
          .forEach(entry -> stale(entry, stale));
    }
  }

  /** A job that clients see. */
  Optional<Job> find(JobId id) {
    return Optional.ofNullable(entries.get(id)).filter(JobEntry::visible).map(JobEntry::job);
  }

  /** The same jobs with all of their specifications; those that expire meanwhile are left out. */
  CompletableFuture<List<Job>> complete(List<Job> jobs) {
    List<JobId> absent = jobs.stream().filter(job -> job.absentPayload() > 0).map(Job::id).toList();
    return absent.isEmpty()
        ? CompletableFuture.completedFuture(jobs)
        : store
            .specifications(absent)
            .thenApply(found -> jobs.stream().flatMap(job -> completed(job, found)).toList());
  }

  private static Stream<Job> completed(Job job, Map<JobId, JobSpecification> found) {
    return job.absentPayload() == 0
        ? Stream.of(job)
        : Stream.ofNullable(found.get(job.id())).map(job::complete);
  }

  /** All jobs that clients see, in no order. */
  Stream<Job> all() {
    return entries.values().stream().filter(JobEntry::visible).map(JobEntry::job);
  }

  /** The jobs in a scope, all as they are at one revision. */
  JournalCursor.View view(Scope scope) {
    synchronized (lock) {
      if (scope instanceof Scope.One one) {
        return new JournalCursor.View(find(one.id()).stream().toList(), revision);
      }
      Optional<String> owner =
          scope instanceof Scope.Owner owned ? Optional.of(owned.name()) : Optional.empty();
      List<Job> jobs =
          index.candidates(owner, java.util.Set.of(), java.util.Set.of()).values().stream()
              .map(JobEntry::job)
              .toList();
      return new JournalCursor.View(jobs, revision);
    }
  }

  JobIndex index() {
    return index;
  }

  ChangeJournal journal() {
    return journal;
  }

  /** Changes whenever a list of this owner's jobs, or of all, may change. */
  long listRevision(Optional<String> owner) {
    return listRevisions.of(owner);
  }

  private void reveal(JobEntry entry) {
    change(entry, entry.job().status(), entry.job().submissionTime());
    show(entry);
    journal.add(JobChange.to(entry.job()));
    List<Observation> early = List.copyOf(entry.early());
    entry.early().clear();
    early.forEach(observation -> apply(entry, observation));
    entry.settled().complete(entry.job());
  }

  private void show(JobEntry entry) {
    entry.show();
    index.add(entry);
    listRevisions.changed(entry.job().owner());
    entry.settled().complete(entry.job());
  }

  private void step(JobEntry entry, JobStatus observed, Instant at) {
    StateMachine.step(entry.job().status(), observed, entry.requested())
        .forEach(status -> change(entry, deadlines.explain(entry, status), at));
  }

  /** A time in the future is a mistake of the back-end's clock, or of ours. */
  private void change(JobEntry entry, JobStatus status, Instant at) {
    Instant now = clock.instant();
    Job before = entry.job();
    Job after =
        new Job(
            before.id(),
            before.specification(),
            status,
            ++revision,
            before.submissionTime(),
            latest(before.lastUpdateTime(), at.isAfter(now) ? now : at),
            before.handle(),
            before.stdoutFile(),
            before.stderrFile(),
            before.stale() && !status.state().terminal(),
            before.absentPayload());
    entry.replace(after);
    if (status.state() == JobState.RUNNING) {
      entry.seenRunning(after.lastUpdateTime());
    }
    if (status.state().terminal() && !before.status().state().terminal()) {
      unfinished.ended(after.specification());
      deadlines.ended(after.id());
    }
    if (entry.visible()) {
      index.moved(entry, before.status().state(), status.state());
      listRevisions.changed(after.owner());
      journal.add(JobChange.to(after));
    }
    store.append(JobChange.to(after));
    store.update(entry.stored());
  }

  private void stale(JobEntry entry, boolean stale) {
    Job job = entry.job();
    if (job.stale() != stale) {
      entry.replace(
          new Job(
              job.id(),
              job.specification(),
              job.status(),
              job.revision(),
              job.submissionTime(),
              job.lastUpdateTime(),
              job.handle(),
              job.stdoutFile(),
              job.stderrFile(),
              stale,
              job.absentPayload()));
      listRevisions.changed(job.owner());
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private JobEntry required(JobId id) {
    JobEntry entry = entries.get(id);
    if (entry == null) {
      throw new IllegalStateException("job " + id + " is not in the table");
    }
    return entry;
  }

  /**
   * A recorded submission.
   *
   * @param entry the job's place
   * @param fresh whether this submission made it
   * @param specification with all of its payload where it is fresh
   * @param durable completes when the record would survive a crash
   */
  record Admission(
      JobEntry entry,
      boolean fresh,
      JobSpecification specification,
      CompletableFuture<Void> durable) {}

  private record KeyOfOwner(String owner, String key) {
    static KeyOfOwner of(IdempotencyKey key) {
      return new KeyOfOwner(key.owner(), key.key());
    }
  }
}
