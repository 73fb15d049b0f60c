package org.openlauncher.host.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.jobs.Caller;

/**
 * Answers on the thread that reads from many connections, which spares a change of threads: that
 * costs more than the answer. So it does nothing that can block, and leaves everything else to
 * {@link FrontHandler}: users who are not remembered, whatever the audit log wants to hear of, and
 * all refusals.
 */
final class PromptAnswers {
  private final IdentityReader identities;
  private final Gatekeeper gatekeeper;

  PromptAnswers(IdentityReader identities, Gatekeeper gatekeeper) {
    this.identities = identities;
    this.gatekeeper = gatekeeper;
  }

  /**
   * The answer, or its promise; empty where the request must be handled by a thread that may block,
   * from the beginning: nothing has happened then.
   *
   * @throws LauncherException where the request is to be refused, which is for such a thread, too
   */
  Optional<CompletableFuture<Answer>> answer(
      Request request,
      Router.Match.Found found,
      Function<String, Call.Memory> memory,
      AuditedRequest audited) {
    RequestHeaders headers = new RequestHeaders(request.getHeaders());
    if (!found.route().prompt()
        || !mayBeProven(request)
        || headers.single(Gatekeeper.ACT_AS).isPresent()) {
      return Optional.empty();
    }
    Optional<Identity> identity = identities.read(request);
    Optional<Caller> caller = identity.flatMap(gatekeeper::admitAtOnce);
    if (caller.isEmpty()) {
      return Optional.empty();
    }
    audited.found(found);
    audited.sentBy(identity, Optional.empty());
    audited.admitted(caller.get());
    QueryParameters query =
        QueryParameters.parse(request.getHttpURI().getQuery(), found.route().parameters());
    CompletableFuture<Answer> answer =
        found
            .route()
            .endpoint()
            .answer(
                new Call(
                    found.values(),
                    query,
                    headers,
                    caller,
                    Call.NO_BODY,
                    memory.apply(caller.get().user()),
                    audited));
    return answer.isCompletedExceptionally() ? Optional.empty() : Optional.of(answer);
  }

  /** Without one of these the kernel would have to be asked who is there. */
  private static boolean mayBeProven(Request request) {
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
        || request.getHeaders().contains(HttpHeader.COOKIE);
  }
}
