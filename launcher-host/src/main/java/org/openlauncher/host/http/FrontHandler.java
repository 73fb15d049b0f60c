package org.openlauncher.host.http;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.audit.AuditLog;
import org.openlauncher.host.http.Identity.Proof;
import org.openlauncher.host.http.Route.Access;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request: finds its route, lets the caller in, reads query and body, and sends what
 * the endpoint answers. Whatever goes wrong on the way is answered as JSON. Called by threads that
 * must not block, which give all but the {@link PromptAnswers} to others.
 */
final class FrontHandler extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);
  private static final String NO_ROUTE = "none";

  private final FrontDoorSettings settings;
  private final Router router;
  private final IdentityReader identities;
  private final Gatekeeper gatekeeper;
  private final PromptAnswers promptAnswers;
  private final AnswerWriter answers;
  private final RequestMetrics metrics;
  private final Executor executor;
  private final AuditLog auditLog;
  private final Jobs jobs;
  private final SharedMemory memoryForAll;
  private volatile Set<Connector> localConnectors = Set.of();

  FrontHandler(
      FrontDoorSettings settings,
      Router router,
      IdentityReader identities,
      Gatekeeper gatekeeper,
      OpenStreams streams,
      RequestMetrics metrics,
      Executor executor,
      AuditLog auditLog,
      Jobs jobs) {
    this.settings = settings;
    this.router = router;
    this.identities = identities;
    this.gatekeeper = gatekeeper;
    this.promptAnswers = new PromptAnswers(identities, gatekeeper);
    this.answers = new AnswerWriter(streams, executor);
    this.metrics = metrics;
    this.executor = executor;
    this.auditLog = auditLog;
    this.jobs = jobs;
    this.memoryForAll = new SharedMemory(settings.largestBody().bytes(), settings.requestTimeout());
  }

  /** Tells which connectors only this machine can reach. */
  void localConnectors(Set<Connector> connectors) {
    localConnectors = Set.copyOf(connectors);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // A call that waits for its back-end is not idle; it has a timeout of its own.
    request.addIdleTimeoutListener(timeout -> false);
    Exchange exchange = new Exchange(request, response, callback);
    Optional<Router.Match> match = wellFormed(request);
    if (!(match.orElse(null) instanceof Router.Match.Found found
        && answeredAtOnce(exchange, found))) {
      executor.execute(
          () -> {
            try {
              handle(exchange, match);
            } catch (Error fault) {
              callback.failed(fault);
              throw fault;
            }
          });
    }
    return true;
  }

  /** Where the path leads; empty where it is no path, which is told by a thread that may block. */
  private Optional<Router.Match> wellFormed(Request request) {
    try {
      return Optional.of(match(request));
    } catch (LauncherException malformed) {
      return Optional.empty();
    }
  }

  /** Whatever is not as usual is left to a thread that may block, and told there. */
  private boolean answeredAtOnce(Exchange exchange, Router.Match.Found found) {
    Request request = exchange.request;
    try {
      if (isPlainAtTls(request)) {
        return false;
      }
      exchange.route = nameOf(found.route());
      Optional<CompletableFuture<Answer>> answer =
          promptAnswers.answer(request, found, user -> memory(request, user), exchange.audited);
      answer.ifPresent(promise -> sendWhenDone(promise, exchange));
      return answer.isPresent();
    } catch (RuntimeException unusual) {
      return false;
    }
  }

  private void handle(Exchange exchange, Optional<Router.Match> known) {
    Request request = exchange.request;
    Response response = exchange.response;
    try {
      if (isPlainAtTls(request)) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        exchange.fail(
            new LauncherException(
                ErrorCode.INVALID_REQUEST,
                "this port speaks HTTPS: begin the address with https://"));
        return;
      }
      Router.Match match = known.orElseGet(() -> match(request));
      if (match instanceof Router.Match.Found found) {
        exchange.audited.found(found);
        exchange.route = nameOf(found.route());
        serve(exchange, found);
      } else if (match instanceof Router.Match.OtherMethods other) {
        String allowed = String.join(", ", other.allowed());
        response.getHeaders().put(HttpHeader.ALLOW, allowed);
        exchange.fail(
            new LauncherException(
                ErrorCode.METHOD_NOT_ALLOWED,
                "method "
                    + QueryParameters.quote(request.getMethod())
                    + " does not go with this address; it takes "
                    + allowed));
      } else {
        exchange.fail(
            new LauncherException(
                ErrorCode.NOT_FOUND,
                "there is nothing at " + QueryParameters.quote(pathOf(request))));
      }
    } catch (RuntimeException failure) {
      exchange.fail(failure);
    }
  }

  private Router.Match match(Request request) {
    return router.match(request.getMethod(), pathOf(request));
  }

  /** A CONNECT has no path. */
  private static String pathOf(Request request) {
    return Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
  }

  private Call.Memory memory(Request request, String user) {
    return bytes -> memoryForAll.reserve(request, user, bytes);
  }

  private boolean isPlainAtTls(Request request) {
    return settings.tls().isPresent()
        && !request.isSecure()
        && request.getConnectionMetaData().getConnector() instanceof ServerConnector;
  }

  private void serve(Exchange exchange, Router.Match.Found found) {
    Request request = exchange.request;
    Route route = found.route();
    RequestHeaders headers = new RequestHeaders(request.getHeaders());
    QueryParameters query =
        QueryParameters.parse(request.getHttpURI().getQuery(), route.parameters());
    Optional<Caller> caller = admit(request, route.access(), headers, exchange.audited);
    Call.Memory memory = memory(request, caller.map(Caller::user).orElse(""));
    CompletableFuture<byte[]> body =
        route.method() == Route.Method.POST
            ? memory
                .reserve(BodyReader.announced(request, settings.largestBody().bytes()))
                .thenCompose(
                    admitted ->
                        BodyReader.read(
                            request, settings.largestBody().bytes(), settings.requestTimeout()))
            : CompletableFuture.completedFuture(Call.NO_BODY);
    CompletableFuture<Answer> answer =
        body.thenCompose(
            bytes ->
                route
                    .endpoint()
                    .answer(
                        new Call(
                            found.values(),
                            query,
                            headers,
                            caller,
                            bytes,
                            memory,
                            exchange.audited)));
    sendWhenDone(answer, exchange);
  }

  private static String nameOf(Route route) {
    return route.method() + " " + route.template();
  }

  private void sendWhenDone(CompletableFuture<Answer> answer, Exchange exchange) {
    var unused = answer.whenComplete(exchange::finish);
    if (!answer.isDone()) {
      // What still comes after that is discarded; the plugins' calls have deadlines of their own.
      unused =
          answer
              .copy()
              .orTimeout(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS)
              .whenComplete(exchange::finish);
    }
  }

  private Optional<Caller> admit(
      Request request, Access access, RequestHeaders headers, AuditedRequest audited) {
    boolean open =
        switch (access) {
          case OPEN -> true;
          case LOCAL_OPEN ->
              localConnectors.contains(request.getConnectionMetaData().getConnector());
          case AUTHENTICATED -> false;
        };
    if (open) {
      return Optional.empty();
    }
    Optional<String> actAs = headers.single(Gatekeeper.ACT_AS);
    Optional<Identity> identity = identities.read(request);
    audited.sentBy(identity, actAs);
    if (request.getMethod().equals("POST")) {
      requireNoForeignPage(identity, headers);
    }
    Caller caller = gatekeeper.admit(identity, actAs);
    audited.admitted(caller);
    return Optional.of(caller);
  }

  /**
   * A browser sends a cookie along with what a foreign page posts, but lets such a page not post
   * JSON by that name without asking. So the name is asked for where no header proves the sender.
   */
  private static void requireNoForeignPage(Optional<Identity> identity, RequestHeaders headers) {
    Proof proof = identity.map(Identity::proof).orElse(Proof.NONE);
    boolean safe =
        switch (proof) {
          case HEADER, KERNEL -> true;
          case COOKIE, NONE -> false;
        };
    String type = headers.single("Content-Type").orElse("");
    String name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!safe && !name.equals(Answer.JSON)) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "header Content-Type: expected "
              + Answer.JSON
              + ", found "
              + (type.isEmpty() ? "nothing" : QueryParameters.quote(type)));
    }
  }

  /** One request on its way to its answer. */
  private final class Exchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AuditedRequest audited;
    private String route = NO_ROUTE;
    private boolean answered;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.audited = new AuditedRequest(request);
    }

    void finish(@Nullable Answer answer, @Nullable Throwable failure) {
      try {
        if (answer != null) {
          send(answer);
        } else if (failure != null && !isAnswered()) {
          fail(failure);
        }
      } catch (RuntimeException unexpected) {
        // Nobody above would see it, and the client would wait for ever.
        LOG.error("An answer could not be sent", unexpected);
        callback.failed(unexpected);
      }
    }

    private synchronized boolean isAnswered() {
      return answered;
    }

    void fail(Throwable thrown) {
      Failure failure = Failure.of(thrown);
      if (failure.code() == ErrorCode.UNAUTHORIZED) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Launcher");
      }
      send(Answer.failure(failure), Optional.of(failure.code()));
    }

    void send(Answer answer) {
      send(answer, Optional.empty());
    }

    private void send(Answer answer, Optional<ErrorCode> failure) {
      synchronized (this) {
        if (answered) {
          discard(answer);
          return;
        }
        answered = true;
      }
      audited.tell(auditLog, jobs, answer.status(), failure);
      answers.write(answer, request, response, callback);
      metrics.count(route, response.getStatus(), System.nanoTime() - request.getBeginNanoTime());
    }

    private void discard(Answer answer) {
      if (answer instanceof Answer.Stream stream) {
        stream.source().close();
      }
    }
  }
}
