package org.openlauncher.host.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.host.jobs.IdempotencyKey;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.StoredJob;
import org.openlauncher.host.json.JobSpecificationJson;
import org.openlauncher.host.json.JobStatusJson;

/** The statements that move jobs between rows and records. Used by one thread. */
final class JobRows implements AutoCloseable {
  private final Connection database;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement append;
  private final PreparedStatement specification;
  private final PreparedStatement deleteJob;
  private final PreparedStatement deleteChanges;

  JobRows(Connection database) throws SQLException {
    this.database = database;
    insert =
        database.prepareStatement(
            "INSERT INTO job (id, specification, status, revision, submission_time,"
                + " last_update_time, handle_version, handle_data, stdout_file, stderr_file,"
                + " idempotency_owner, idempotency_key, idempotency_fingerprint, requested,"
                + " running_since, overdue)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    update =
        database.prepareStatement(
            "UPDATE job SET status = ?, revision = ?, last_update_time = ?, handle_version = ?,"
                + " handle_data = ?, stdout_file = ?, stderr_file = ?, requested = ?,"
                + " running_since = ?, overdue = ? WHERE id = ?");
    append =
        database.prepareStatement(
            "INSERT OR REPLACE INTO job_change (revision, job, owner, name, cluster, status, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    specification = database.prepareStatement("SELECT specification FROM job WHERE id = ?");
    deleteJob = database.prepareStatement("DELETE FROM job WHERE id = ?");
    deleteChanges = database.prepareStatement("DELETE FROM job_change WHERE job = ?");
  }

  void insert(StoredJob stored, JobSpecification whole) throws SQLException {
    Job job = stored.job();
    insert.setString(1, job.id().value());
    insert.setString(2, JobSpecificationJson.write(whole));
    insert.setString(3, JobStatusJson.write(job.status()));
    insert.setLong(4, job.revision());
    insert.setString(5, job.submissionTime().toString());
    insert.setString(6, job.lastUpdateTime().toString());
    setHandle(insert, 7, job.handle());
    setText(insert, 9, job.stdoutFile());
    setText(insert, 10, job.stderrFile());
    setText(insert, 11, stored.idempotencyKey().map(IdempotencyKey::owner));
    setText(insert, 12, stored.idempotencyKey().map(IdempotencyKey::key));
    setText(insert, 13, stored.idempotencyKey().map(IdempotencyKey::fingerprint));
    setText(insert, 14, stored.requested().map(JobOperation::wireName));
    setText(insert, 15, stored.runningSince().map(Instant::toString));
    insert.setBoolean(16, stored.overdue());
    insert.executeUpdate();
  }

  void update(StoredJob stored) throws SQLException {
    Job job = stored.job();
    update.setString(1, JobStatusJson.write(job.status()));
    update.setLong(2, job.revision());
    update.setString(3, job.lastUpdateTime().toString());
    setHandle(update, 4, job.handle());
    setText(update, 6, job.stdoutFile());
    setText(update, 7, job.stderrFile());
    setText(update, 8, stored.requested().map(JobOperation::wireName));
    setText(update, 9, stored.runningSince().map(Instant::toString));
    update.setBoolean(10, stored.overdue());
    update.setString(11, job.id().value());
    update.executeUpdate();
  }

  void append(JobChange change) throws SQLException {
    append.setLong(1, change.revision());
    append.setString(2, change.job().value());
    append.setString(3, change.owner());
    append.setString(4, change.name());
    append.setString(5, change.cluster());
    append.setString(6, JobStatusJson.write(change.status()));
    append.setString(7, change.at().toString());
    append.executeUpdate();
  }

  void delete(JobId id) throws SQLException {
    deleteChanges.setString(1, id.value());
    deleteChanges.executeUpdate();
    deleteJob.setString(1, id.value());
    deleteJob.executeUpdate();
  }

  List<StoredJob> jobs() throws SQLException {
    List<StoredJob> jobs = new ArrayList<>();
    try (PreparedStatement query = database.prepareStatement("SELECT * FROM job");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        jobs.add(stored(row));
      }
    }
    return jobs;
  }

  private static StoredJob stored(ResultSet row) throws SQLException {
    Optional<JobHandle> handle = Optional.empty();
    Optional<String> data = text(row, "handle_data");
    if (data.isPresent()) {
      handle = Optional.of(new JobHandle(row.getInt("handle_version"), data.get()));
    }
    Job job =
        new Job(
                new JobId(row.getString("id")),
                JobSpecificationJson.read(row.getString("specification")),
                JobStatusJson.read(row.getString("status")),
                row.getLong("revision"),
                Instant.parse(row.getString("submission_time")),
                Instant.parse(row.getString("last_update_time")),
                handle,
                text(row, "stdout_file"),
                text(row, "stderr_file"),
                false)
            .withoutLargePayload();
    Optional<String> keyOwner = text(row, "idempotency_owner");
    Optional<IdempotencyKey> key = Optional.empty();
    if (keyOwner.isPresent()) {
      key =
          Optional.of(
              new IdempotencyKey(
                  keyOwner.get(),
                  row.getString("idempotency_key"),
                  row.getString("idempotency_fingerprint")));
    }
    return new StoredJob(
        job,
        key,
        text(row, "requested").flatMap(JobOperation::parse),
        text(row, "running_since").map(Instant::parse),
        row.getBoolean("overdue"));
  }

  Map<JobId, String> specifications(Collection<JobId> ids) throws SQLException {
    Map<JobId, String> found = new HashMap<>();
    for (JobId id : ids) {
      specification.setString(1, id.value());
      try (ResultSet row = specification.executeQuery()) {
        if (row.next()) {
          found.put(id, row.getString(1));
        }
      }
    }
    return Map.copyOf(found);
  }

  /** The newest changes, oldest first. */
  List<JobChange> newestChanges(int most) throws SQLException {
    List<JobChange> changes = new ArrayList<>();
    try (PreparedStatement query =
        database.prepareStatement("SELECT * FROM job_change ORDER BY revision DESC LIMIT ?")) {
      query.setInt(1, most);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          changes.add(
              new JobChange(
                  row.getLong("revision"),
                  new JobId(row.getString("job")),
                  row.getString("owner"),
                  row.getString("name"),
                  row.getString("cluster"),
                  JobStatusJson.read(row.getString("status")),
                  Instant.parse(row.getString("at"))));
        }
      }
    }
    Collections.reverse(changes);
    return changes;
  }

  private static void setHandle(PreparedStatement statement, int at, Optional<JobHandle> handle)
      throws SQLException {
    if (handle.isPresent()) {
      statement.setInt(at, handle.get().version());
      statement.setString(at + 1, handle.get().data());
    } else {
      statement.setNull(at, Types.INTEGER);
      statement.setNull(at + 1, Types.VARCHAR);
    }
  }

  private static void setText(PreparedStatement statement, int at, Optional<String> text)
      throws SQLException {
    if (text.isPresent()) {
      statement.setString(at, text.get());
    } else {
      statement.setNull(at, Types.VARCHAR);
    }
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    update.close();
    append.close();
    specification.close();
    deleteJob.close();
    deleteChanges.close();
  }
}
