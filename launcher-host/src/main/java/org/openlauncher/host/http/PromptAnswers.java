package org.openlauncher.host.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.jobs.Caller;

/**
 * Answers on the thread that reads from many connections, which spares a change of threads: that
 * costs more than the answer. So it does nothing that can block, and leaves everything else to
 * {@link FrontHandler}: users who are not remembered, what is larger than a submission usually is,
 * and all refusals.
 */
final class PromptAnswers {
  /** A body of more bytes would keep other connections waiting while it is read. */
  private static final int LARGEST_BODY = 16 * 1024;

  private final IdentityReader identities;
  private final Gatekeeper gatekeeper;

  PromptAnswers(IdentityReader identities, Gatekeeper gatekeeper) {
    this.identities = identities;
    this.gatekeeper = gatekeeper;
  }

  /**
   * The answer, or its promise; empty where the request must be handled by a thread that may block,
   * from the beginning: nothing has happened then. A promise of what a POST comes to may be kept
   * already, also by a refusal, and is to be told by a thread that may block.
   *
   * @param body begins to read the body
   * @throws LauncherException where the request is to be refused, which is for such a thread, too
   */
  Optional<CompletableFuture<Answer>> answer(
      Request request,
      Router.Match.Found found,
      Function<String, Call.Memory> memory,
      Supplier<CompletableFuture<byte[]>> body,
      AuditedRequest audited) {
    RequestHeaders headers = new RequestHeaders(request.getHeaders());
    boolean posted = found.route().method() == Route.Method.POST;
    if (!found.route().prompt()
        || !(posted ? mayBePosted(request) : mayBeProven(request))
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
    Function<byte[], CompletableFuture<Answer>> ask =
        bytes ->
            found
                .route()
                .endpoint()
                .answer(
                    new Call(
                        found.values(),
                        query,
                        headers,
                        caller,
                        bytes,
                        memory.apply(caller.get().user()),
                        audited));
    if (posted) {
      return Optional.of(body.get().thenCompose(ask));
    }
    CompletableFuture<Answer> answer = ask.apply(Call.NO_BODY);
    return answer.isCompletedExceptionally() ? Optional.empty() : Optional.of(answer);
  }

  /** Nor can a header have been sent by a foreign page, as a cookie can. */
  private static boolean mayBePosted(Request request) {
    long length = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
        && length >= 0
        && length <= LARGEST_BODY;
  }

  /** Without one of these the kernel would have to be asked who is there. */
  private static boolean mayBeProven(Request request) {
    return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
        || request.getHeaders().contains(HttpHeader.COOKIE);
  }
}
