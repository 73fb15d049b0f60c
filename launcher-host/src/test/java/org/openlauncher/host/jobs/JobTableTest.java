package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.Launch;
import org.openlauncher.api.plugin.Observation;
import org.openlauncher.host.store.SqliteJobStore;

/** The table over a real store, with restarts. */
class JobTableTest {
  private static final Launch LAUNCH =
      new Launch(new JobHandle(1, "mark"), Optional.of("/out"), Optional.empty());

  @TempDir private Path folder;
  private SqliteJobStore store;
  private JobTable table;

  @BeforeEach
  void open() throws Exception {
    store = new SqliteJobStore(folder.resolve("jobs.db"));
    table = new JobTable(store, new ChangeJournal(Runnable::run, 100), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() throws Exception {
    close();
    open();
  }

  private static JobSpecification specification() {
    return JobSpecification.builder("sum", "ada", "Local").exe("/bin/true").build();
  }

  private JobId launched() {
    JobId id = table.admit(specification(), Optional.empty()).entry().job().id();
    table.launched(id, LAUNCH);
    return id;
  }

  private static Observation.Known ended(JobId id, int exitCode) {
    return new Observation.Known(
        id, Instant.now(), JobStatus.of(JobState.FINISHED).withExitCode(exitCode));
  }

  @Test
  void aJobIsHiddenUntilItIsDecidedAndKeepsWhatWasSeenBefore() {
    JobTable.Admission admission = table.admit(specification(), Optional.empty());
    JobId id = admission.entry().job().id();
    admission.durable().join();
    table.observe("Local", ended(id, 7));
    assertThat(table.find(id)).isEmpty();

    table.launched(id, LAUNCH);

    assertThat(table.find(id))
        .get()
        .extracting(job -> job.status().exitCode())
        .isEqualTo(Optional.of(7));
    assertThat(table.journal().after(0, new ChangeJournal.Scope.One(id)).orElseThrow())
        .extracting(change -> change.status().state())
        .containsExactly(JobState.PENDING, JobState.RUNNING, JobState.FINISHED);
  }

  @Test
  void aRestartLosesNothingAndRevisionsGoOn() throws Exception {
    JobId finished = launched();
    table.observe("Local", ended(finished, 3));
    JobId running = launched();
    long before = table.find(running).orElseThrow().revision();

    restart();

    assertThat(table.find(finished).orElseThrow().status().exitCode()).contains(3);
    assertThat(table.find(running).orElseThrow().handle()).contains(new JobHandle(1, "mark"));
    assertThat(table.journal().after(0, new ChangeJournal.Scope.One(finished)).orElseThrow())
        .hasSize(3);
    table.observe("Local", ended(running, 0));
    assertThat(table.find(running).orElseThrow().revision()).isGreaterThan(before);
  }

  @Test
  void whatBecameOfManyJobsAtOnceIsAllThereAfterARestart() throws Exception {
    List<JobId> ids = new ArrayList<>();
    for (int number = 0; number < 700; number++) {
      JobId id = launched();
      ids.add(id);
      table.observe(
          "Local", new Observation.Known(id, Instant.now(), JobStatus.of(JobState.RUNNING)));
      table.observe("Local", ended(id, number % 256));
    }
    List<Long> revisions = ids.stream().map(id -> table.find(id).orElseThrow().revision()).toList();

    restart();

    for (int number = 0; number < ids.size(); number++) {
      Job job = table.find(ids.get(number)).orElseThrow();
      assertThat(job.status().state()).isEqualTo(JobState.FINISHED);
      assertThat(job.status().exitCode()).contains(number % 256);
      assertThat(job.revision()).isEqualTo(revisions.get(number));
      assertThat(job.handle()).contains(LAUNCH.handle());
    }
  }

  @Test
  void aLargePayloadIsInTheStoreAloneAndComesBackWhole() throws Exception {
    JobSpecification large =
        specification().toBuilder().stdin("x".repeat(1_000_000)).args(List.of("-c")).build();
    JobTable.Admission admission = table.admit(large, Optional.empty());
    JobId id = admission.entry().job().id();
    table.launched(id, LAUNCH);
    Job kept = table.find(id).orElseThrow();
    assertThat(kept.specification().stdin()).isEmpty();
    assertThat(kept.absentPayload()).isEqualTo(1_000_002);

    assertThat(table.complete(List.of(kept)).join())
        .extracting(Job::specification)
        .containsExactly(large);

    restart();
    Job restored = table.find(id).orElseThrow();
    assertThat(restored.specification().stdin()).isEmpty();
    assertThat(table.complete(List.of(restored)).join())
        .extracting(Job::specification)
        .containsExactly(large);
  }

  @Test
  void aPageOfWholeJobsEndsBeforeItIsTooLarge() {
    JobSpecification large = specification().toBuilder().stdin("x".repeat(5_000_000)).build();
    List<Job> jobs =
        Stream.generate(() -> table.admit(large, Optional.empty()).entry().job()).limit(3).toList();

    JobPage page = new JobPage(jobs, Optional.empty()).forWholeJobs(JobQuery.Order.NEWEST_FIRST);

    assertThat(page.jobs()).containsExactly(jobs.get(0));
    assertThat(page.nextCursor()).isPresent();
  }

  @Test
  void aRecordWithoutALaunchIsThereAfterARestart() throws Exception {
    JobTable.Admission admission = table.admit(specification(), Optional.empty());
    admission.durable().join();
    restart();
    assertThat(table.find(admission.entry().job().id()))
        .get()
        .satisfies(
            job -> {
              assertThat(job.status().state()).isEqualTo(JobState.PENDING);
              assertThat(job.handle()).isEmpty();
            });
  }

  @Test
  void aKeyAnswersTheFirstJobAlsoAfterARestart() throws Exception {
    Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("ada", "k", "print"));
    JobId first = table.admit(specification(), key).entry().job().id();
    table.launched(first, LAUNCH);

    restart();

    JobTable.Admission again = table.admit(specification(), key);
    assertThat(again.fresh()).isFalse();
    assertThat(again.entry().settled().join().id()).isEqualTo(first);
    assertThatThrownBy(
            () ->
                table.admit(specification(), Optional.of(new IdempotencyKey("ada", "k", "other"))))
        .isInstanceOfSatisfying(
            LauncherException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT));
    assertThat(
            table
                .admit(specification(), Optional.of(new IdempotencyKey("bob", "k", "other")))
                .fresh())
        .isTrue();
  }

  @Test
  void whatIsDroppedOrExpiredLeavesNothing() throws Exception {
    JobId dropped = table.admit(specification(), Optional.empty()).entry().job().id();
    table.dropped(dropped, new LauncherException(ErrorCode.INVALID_REQUEST, "no"));
    JobId expired = launched();
    table.observe("Local", ended(expired, 0));
    table.expire(expired);
    JobId running = launched();
    table.expire(running);

    restart();

    assertThat(table.all().map(Job::id)).containsExactly(running);
  }

  @Test
  void anUnknownMakesAJobStaleAndChangesNothingElse() {
    JobId id = launched();
    Job before = table.find(id).orElseThrow();
    table.observe("Local", new Observation.Unknown(id, Instant.now(), "no answer"));
    Job after = table.find(id).orElseThrow();
    assertThat(after.stale()).isTrue();
    assertThat(after.status()).isEqualTo(before.status());
    assertThat(after.revision()).isEqualTo(before.revision());
  }
}
