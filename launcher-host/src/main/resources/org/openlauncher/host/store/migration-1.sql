CREATE TABLE job (
  id TEXT PRIMARY KEY,
  specification TEXT NOT NULL,
  status TEXT NOT NULL,
  revision INTEGER NOT NULL,
  submission_time TEXT NOT NULL,
  last_update_time TEXT NOT NULL,
  handle_version INTEGER,
  handle_data TEXT,
  stdout_file TEXT,
  stderr_file TEXT,
  idempotency_owner TEXT,
  idempotency_key TEXT,
  idempotency_fingerprint TEXT,
  requested TEXT
);
CREATE TABLE job_change (
  revision INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  cluster TEXT NOT NULL,
  status TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX job_change_of_job ON job_change (job);
CREATE TABLE launcher (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
)
