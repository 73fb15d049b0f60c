package org.openlauncher.host.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.host.jobs.ChangeJournal.Scope;

class ChangeJournalTest {
  private static final int MANY = 2_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final ChangeJournal journal = new ChangeJournal(threads, ChangeJournal.CAPACITY);
  private final JobIds ids = new JobIds(Clock.systemUTC());

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  private JobChange change(long revision) {
    return change(revision, ids.next());
  }

  private static JobChange change(long revision, JobId job) {
    return new JobChange(
        revision, job, "ada", "sum", "Local", JobStatus.of(JobState.RUNNING), Instant.now());
  }

  /** Reads like a stream does: whenever it is told that there is something. */
  private final class Reader {
    private final List<Long> revisions = new CopyOnWriteArrayList<>();
    private final AtomicInteger times = new AtomicInteger();
    private long last;

    void read() {
      journal
          .await(last, new Scope.Everything())
          .thenRun(
              () -> {
                times.incrementAndGet();
                for (JobChange change : journal.after(last, new Scope.Everything()).orElseThrow()) {
                  revisions.add(change.revision());
                  last = change.revision();
                }
                if (last < MANY) {
                  read();
                }
              });
    }
  }

  @Test
  void manyChangesAreToldTogetherInTheirOrderAndToAll() {
    List<Reader> readers = List.of(new Reader(), new Reader(), new Reader());
    readers.forEach(Reader::read);

    for (long revision = 1; revision <= MANY; revision++) {
      journal.add(change(revision));
    }

    await().until(() -> readers.stream().allMatch(reader -> reader.revisions.size() >= MANY));
    List<Long> all = LongStream.rangeClosed(1, MANY).boxed().toList();
    for (Reader reader : readers) {
      assertThat(reader.revisions).isEqualTo(all);
      assertThat(reader.times).hasValueLessThan(MANY / 2);
    }
    assertThat(journal.waiting()).isZero();
  }

  @Test
  void whoeverNoLongerWaitsIsForgottenAlsoWhileManyChangesAreTold() {
    for (long revision = 1; revision <= MANY; revision++) {
      CompletableFuture<Void> waiting = journal.await(revision - 1, new Scope.Everything());
      journal.add(change(revision));
      waiting.cancel(false);
    }

    assertThat(journal.waiting()).isZero();
  }

  @Test
  void aReaderOfOneJobIsNotToldOfOthers() {
    JobId mine = ids.next();
    CompletableFuture<Void> waiting = journal.await(0, new Scope.One(mine));

    journal.add(change(1));
    journal.add(change(2, mine));

    assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
    assertThat(journal.after(0, new Scope.One(mine)).map(List::size)).isEqualTo(Optional.of(1));
  }

  @Test
  void whoeverFellBehindTheOldestChangeMustLookAtOnceAndIsToldOfTheGap() {
    ChangeJournal small = new ChangeJournal(threads, 2);
    for (long revision = 1; revision <= 4; revision++) {
      small.add(change(revision));
    }

    assertThat(small.await(1, new Scope.Everything())).isCompleted();
    assertThat(small.after(1, new Scope.Everything())).isEmpty();
    assertThat(small.after(2, new Scope.Everything()).map(List::size)).isEqualTo(Optional.of(2));
  }
}
