package org.openlauncher.host.http;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.host.audit.AuditLog;
import org.openlauncher.host.audit.AuditRecord;
import org.openlauncher.host.audit.AuditRecord.Result;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Jobs;

/**
 * What is learned of one request on its way, and is told to the audit log before it is answered:
 * all that changes something, all that is refused, and whoever sees what is another user's.
 */
final class AuditedRequest {
  private static final int LONGEST_NAME = 128;
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN);

  private final Request request;
  private Optional<Route> route = Optional.empty();
  private Optional<String> pathJob = Optional.empty();
  private Optional<Identity> sender = Optional.empty();
  private Optional<String> actingFor = Optional.empty();
  private Optional<Caller> caller = Optional.empty();
  private Optional<String> operation = Optional.empty();
  private Optional<String> job = Optional.empty();
  private Optional<String> owner = Optional.empty();
  private Optional<String> cluster = Optional.empty();

  AuditedRequest(Request request) {
    this.request = request;
  }

  synchronized void found(Router.Match.Found match) {
    route = Optional.of(match.route());
    pathJob = Optional.ofNullable(match.values().get("id"));
    job = pathJob.map(AuditedRequest::bounded);
  }

  synchronized void sentBy(Optional<Identity> identity, Optional<String> actAs) {
    sender = identity;
    actingFor = actAs.map(AuditedRequest::bounded);
  }

  synchronized void admitted(Caller admitted) {
    caller = Optional.of(admitted);
  }

  /** What is asked for, where the address alone does not tell. */
  synchronized void operation(String name) {
    operation = Optional.of(name);
  }

  /** Whose job it shall be, and where. */
  synchronized void submission(String user, String clusterName) {
    owner = Optional.of(bounded(user));
    cluster = Optional.of(bounded(clusterName)).filter(name -> !name.isEmpty());
  }

  /** Which job became of it. */
  synchronized void job(JobId id) {
    job = Optional.of(id.value());
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "...";
  }

  /**
   * Tells the log, if the request is of interest.
   *
   * @param status the status that it is going to be answered with
   * @param failure why it is refused or has failed
   */
  synchronized void tell(AuditLog log, Jobs jobs, int status, Optional<ErrorCode> failure) {
    if (route.isEmpty() || route.get().access() == Route.Access.OPEN) {
      return;
    }
    if (owner.isEmpty()) {
      owner = pathJob.flatMap(JobId::parse).flatMap(id -> ownerOf(jobs, id));
    }
    Result result = result(failure);
    boolean changes = route.get().method() != Route.Method.GET;
    if (!changes && result != Result.REFUSED && !seesAnothersThings()) {
      return;
    }
    Optional<String> user = sender.map(Identity::user);
    Optional<String> onBehalfOf = caller.map(Caller::user).or(() -> actingFor);
    log.write(
        new AuditRecord(
            Instant.now(),
            user.or(() -> caller.map(Caller::actor)),
            onBehalfOf.filter(name -> !user.equals(Optional.of(name))),
            route.get().method() + " " + route.get().template(),
            operation,
            job,
            owner,
            cluster,
            from(),
            result,
            OptionalInt.of(status),
            failure.map(ErrorCode::wireName)));
  }

  private Optional<String> ownerOf(Jobs jobs, JobId id) {
    try {
      return caller.map(who -> jobs.get(who, id).specification().user());
    } catch (LauncherException unseen) {
      return Optional.empty();
    }
  }

  /** To somebody whose job it is not, a job does not exist: that is a refusal, too. */
  private Result result(Optional<ErrorCode> failure) {
    if (failure.isEmpty()) {
      return Result.ALLOWED;
    }
    boolean hidden = failure.get() == ErrorCode.JOB_NOT_FOUND && owner.isEmpty();
    return hidden || REFUSALS.contains(failure.get()) ? Result.REFUSED : Result.FAILED;
  }

  private boolean seesAnothersThings() {
    return caller
        .map(
            who ->
                !who.actor().equals(who.user())
                    || (who.administrator()
                        && (pathJob.isEmpty()
                            ? route.orElseThrow().template().matches("/(jobs|sessions).*")
                            : !owner.equals(Optional.of(who.user())))))
        .orElse(false);
  }

  private String from() {
    return request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector
        ? "unix"
        : Request.getRemoteAddr(request);
  }
}
