package org.openlauncher.host.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.host.jobs.ChangeJournal;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.JobStore;
import org.openlauncher.host.jobs.StoredJob;
import org.openlauncher.host.json.JobSpecificationJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Jobs in an SQLite file. One thread writes; whatever was given while it was busy goes into one
 * transaction, so that many submissions at once cost one synchronisation with the disk. What nobody
 * waits for is left lying for a moment, so that it goes along with something else, and so that the
 * thread is free when a submission comes.
 *
 * <p>INVARIANT: writes reach the file in the order in which they were given.
 */
public final class SqliteJobStore implements JobStore {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJobStore.class);
  private static final int MOST_IN_A_TRANSACTION = 500;

  /** So much of what became of jobs a crash may take; their back-ends know it still. */
  private static final long LINGER_MILLISECONDS = 20;

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int TRIES_WHILE_CLOSING = 3;

  private final LinkedBlockingQueue<Write> queue = new LinkedBlockingQueue<>();
  private final Semaphore awaited = new Semaphore(0);
  private final Connection database;
  private final JobRows rows;
  private final Contents contents;
  private final String instanceId;
  private final Thread writer;
  private volatile String trouble = "";
  private volatile boolean closing;

  /**
   * Opens or creates the file.
   *
   * @throws SQLException where that fails; the message names no path
   */
  public SqliteJobStore(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5_000);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    database = config.createConnection("jdbc:sqlite:" + file);
    database.setAutoCommit(false);
    Migrations.apply(database);
    instanceId = instanceIdOf(database);
    rows = new JobRows(database);
    List<JobChange> changes = rows.newestChanges(ChangeJournal.CAPACITY);
    List<StoredJob> jobs = rows.jobs();
    long lastRevision =
        Math.max(
            changes.isEmpty() ? 0 : changes.get(changes.size() - 1).revision(),
            jobs.stream().mapToLong(stored -> stored.job().revision()).max().orElse(0));
    contents = new Contents(jobs, changes, lastRevision);
    writer = new Thread(this::run, "job-store");
    writer.start();
  }

  private static String instanceIdOf(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "INSERT OR IGNORE INTO launcher (name, value) VALUES ('instance-id', '"
              + UUID.randomUUID()
              + "')");
      database.commit();
      try (ResultSet row =
          statement.executeQuery("SELECT value FROM launcher WHERE name = 'instance-id'")) {
        return row.getString(1);
      }
    }
  }

  /** The persistent id of this installation; made with the file. */
  public String instanceId() {
    return instanceId;
  }

  @Override
  public Contents load() {
    return contents;
  }

  @Override
  public CompletableFuture<Void> insert(StoredJob job, JobSpecification whole) {
    return giveAndAwait(false, database -> database.insert(job, whole));
  }

  @Override
  public CompletableFuture<Map<JobId, JobSpecification>> specifications(Collection<JobId> ids) {
    Map<JobId, String> texts = new HashMap<>();
    return giveAndAwait(false, database -> texts.putAll(database.specifications(ids)))
        .thenApplyAsync(done -> parsed(texts));
  }

  private static Map<JobId, JobSpecification> parsed(Map<JobId, String> texts) {
    Map<JobId, JobSpecification> parsed = new HashMap<>();
    texts.forEach((id, text) -> parsed.put(id, JobSpecificationJson.read(text)));
    return Map.copyOf(parsed);
  }

  @Override
  public CompletableFuture<Void> update(StoredJob job) {
    return give(new Write(Optional.of(job.job().id()), database -> database.update(job), true));
  }

  @Override
  public void append(JobChange change) {
    give(new Write(Optional.empty(), database -> database.append(change), true));
  }

  @Override
  public void delete(JobId id) {
    // At once: a job that was taken back must not be found again after a crash.
    var unused = giveAndAwait(true, database -> database.delete(id));
  }

  @Override
  public String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closing = true;
    var unused = giveAndAwait(true, database -> {});
    try {
      writer.join(TimeUnit.SECONDS.toMillis(10));
      rows.close();
      database.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (SQLException failure) {
      LOG.warn("The job store could not be closed", failure);
    }
  }

  private CompletableFuture<Void> giveAndAwait(boolean mustSucceed, Statements statements) {
    CompletableFuture<Void> done = give(new Write(Optional.empty(), statements, mustSucceed));
    awaited.release();
    return done;
  }

  private CompletableFuture<Void> give(Write write) {
    queue.add(write);
    return write.done();
  }

  private void run() {
    List<Write> batch = new ArrayList<>();
    int triesWhileClosing = 0;
    while (true) {
      try {
        if (batch.isEmpty()) {
          batch.add(queue.take());
          if (awaited.tryAcquire(LINGER_MILLISECONDS, TimeUnit.MILLISECONDS)) {
            awaited.drainPermits();
          }
        }
        queue.drainTo(batch, Math.max(0, MOST_IN_A_TRANSACTION - batch.size()));
        commit(batch);
        batch.forEach(write -> write.done().complete(null));
        batch.clear();
        trouble = "";
        if (closing && queue.isEmpty()) {
          return;
        }
      } catch (SQLException | RuntimeException failure) {
        if (closing && ++triesWhileClosing >= TRIES_WHILE_CLOSING) {
          LOG.error("{} writes to the job store are lost", batch.size() + queue.size(), failure);
          return;
        }
        failed(batch, failure);
      } catch (InterruptedException interrupted) {
        return;
      }
    }
  }

  private void commit(List<Write> batch) throws SQLException {
    long begin = System.nanoTime();
    Map<JobId, Write> newest = new HashMap<>();
    batch.forEach(write -> write.updated().ifPresent(job -> newest.put(job, write)));
    for (Write write : batch) {
      if (write.updated().map(job -> newest.get(job) == write).orElse(true)) {
        write.statements().run(rows);
      }
    }
    database.commit();
    LOG.debug("{} writes took {} ms", batch.size(), (System.nanoTime() - begin) / 1_000_000);
  }

  /** New jobs are refused; what became of known ones is tried again until it succeeds. */
  private void failed(List<Write> batch, Exception failure) {
    if (trouble.isEmpty()) {
      LOG.error("The job store can't be written; it is tried again", failure);
    }
    trouble = "the job store can't be written: " + failure.getMessage();
    try {
      database.rollback();
    } catch (SQLException stillFailing) {
      LOG.debug("rollback", stillFailing);
    }
    List<Write> refused = batch.stream().filter(write -> !write.mustSucceed()).toList();
    batch.removeAll(refused);
    refused.forEach(write -> write.done().completeExceptionally(failure));
    if (refused.isEmpty()) {
      try {
        Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @FunctionalInterface
  private interface Statements {
    void run(JobRows rows) throws SQLException;
  }

  /** Compared by identity. */
  private static final class Write {
    private final Optional<JobId> updated;
    private final Statements statements;
    private final boolean mustSucceed;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /**
     * @param updated the job whose whole row it writes, so that an earlier such write is not needed
     */
    Write(Optional<JobId> updated, Statements statements, boolean mustSucceed) {
      this.updated = updated;
      this.statements = statements;
      this.mustSucceed = mustSucceed;
    }

    Optional<JobId> updated() {
      return updated;
    }

    Statements statements() {
      return statements;
    }

    boolean mustSucceed() {
      return mustSucceed;
    }

    CompletableFuture<Void> done() {
      return done;
    }
  }
}
