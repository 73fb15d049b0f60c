package org.openlauncher.host.audit;

/** Takes what is to be kept for an audit. */
@FunctionalInterface
public interface AuditLog {
  /** Has written the record when it returns. Does not fail: a log that can't be written is told. */
  void write(AuditRecord record);
}
