package org.openlauncher.host.stdio;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.audit.AuditLog;
import org.openlauncher.host.audit.AuditRecord;
import org.openlauncher.host.audit.AuditRecord.Result;
import org.openlauncher.host.jobs.Job;

/**
 * What is learned of one request that changes something, and is told to the audit log before it is
 * answered. Who asks is what the launcher in front says: it has authenticated them.
 */
final class AuditedAsk {
  private static final String FROM = "launcher";
  private static final int LONGEST_NAME = 128;
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN, ErrorCode.JOB_NOT_FOUND);

  private final AuditLog log;
  private final Request.Asker asker;
  private final String request;
  private final String operation;
  private final String cluster;
  private volatile Optional<String> job = Optional.empty();
  private volatile Optional<String> owner = Optional.empty();

  AuditedAsk(AuditLog log, Request.Asker asker, String request, String operation, String cluster) {
    this.log = log;
    this.asker = asker;
    this.request = request;
    this.operation = operation;
    this.cluster = cluster;
  }

  /** Which job it names, be there one or not. */
  AuditedAsk ofJob(String id) {
    job = Optional.of(bounded(id));
    return this;
  }

  /** Whose job it shall be. */
  AuditedAsk ofOwner(String name) {
    owner = Optional.of(bounded(name));
    return this;
  }

  /** The job that it is about. */
  void found(Job known) {
    job = Optional.of(known.id().value());
    owner = Optional.of(known.specification().user());
  }

  /** Tells the log what came of it. */
  void end(@Nullable Throwable failure) {
    Optional<ErrorCode> code = Optional.ofNullable(failure).map(AuditedAsk::code);
    log.write(
        new AuditRecord(
            Instant.now(),
            Optional.of(bounded(asker.actor())),
            Optional.of(bounded(asker.username())).filter(name -> !name.equals(asker.actor())),
            request,
            Optional.of(operation),
            job,
            owner,
            Optional.of(cluster),
            FROM,
            code.isEmpty()
                ? Result.ALLOWED
                : code.filter(REFUSALS::contains).isPresent() ? Result.REFUSED : Result.FAILED,
            OptionalInt.empty(),
            code.map(ErrorCode::wireName)));
  }

  private static ErrorCode code(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof LauncherException told ? told.code() : ErrorCode.UNKNOWN;
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
  }
}
