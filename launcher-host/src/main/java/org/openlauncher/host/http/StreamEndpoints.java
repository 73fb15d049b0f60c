package org.openlauncher.host.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.host.jobs.Caller;
import org.openlauncher.host.jobs.Job;
import org.openlauncher.host.jobs.Jobs;
import org.openlauncher.host.jobs.OutputReader;
import org.openlauncher.host.jobs.StatusCursor;

/** The endpoints that answer with a stream. */
final class StreamEndpoints {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final List<StreamFormat> OF_EVENTS =
      List.of(StreamFormat.LINES, StreamFormat.EVENTS);
  private static final List<StreamFormat> OF_OUTPUT =
      List.of(StreamFormat.RAW, StreamFormat.LINES, StreamFormat.EVENTS);

  private final Jobs jobs;

  StreamEndpoints(Jobs jobs) {
    this.jobs = jobs;
  }

  CompletableFuture<Answer> statusOfAll(Call call) {
    StreamFormat format = AcceptHeader.choose(call.headers(), OF_EVENTS);
    long after = after(call);
    StatusCursor cursor = jobs.statusOfAll(call.requireCaller(), after);
    return stream("status", format, new StatusSource(cursor, format, Optional.empty(), after));
  }

  CompletableFuture<Answer> statusOfOne(Call call) {
    StreamFormat format = AcceptHeader.choose(call.headers(), OF_EVENTS);
    long after = after(call);
    JobId id = call.jobId();
    StatusCursor cursor = jobs.statusOf(call.requireCaller(), id, after);
    // Behind the terminal state nothing more can come: a reader who has seen it waits for nothing.
    Job job = jobs.get(call.requireCaller(), id);
    boolean seenTheEnd = job.status().state().terminal() && job.revision() <= after;
    return stream(
        "status",
        format,
        seenTheEnd ? new EndedSource() : new StatusSource(cursor, format, Optional.of(id), after));
  }

  CompletableFuture<Answer> output(Call call) {
    StreamFormat format = AcceptHeader.choose(call.headers(), OF_OUTPUT);
    OutputType type =
        call.query().find(QueryParameter.TYPE).map(this::type).orElse(OutputType.MIXED);
    boolean follow = call.query().flag(QueryParameter.FOLLOW);
    long offset =
        lastEventId(call)
            .or(
                () ->
                    call.query().wholeNumber(QueryParameter.OFFSET, Long.MIN_VALUE, Long.MAX_VALUE))
            .orElse(0L);
    Caller caller = call.requireCaller();
    // Once bytes have been promised, a failure can only break the stream.
    boolean opensFirst =
        format == StreamFormat.RAW && jobs.get(caller, call.jobId()).handle().isPresent();
    return jobs.output(caller, call.jobId(), type)
        .thenCompose(
            reader ->
                position(reader, offset, opensFirst)
                    .thenCompose(
                        position ->
                            stream(
                                "output",
                                format,
                                new OutputSource(reader, format, position, follow)))
                    .whenComplete(
                        (answer, failure) -> {
                          if (failure != null) {
                            reader.close();
                          }
                        }));
  }

  private static CompletableFuture<Long> position(
      OutputReader reader, long offset, boolean opensFirst) {
    if (offset >= 0 && !opensFirst) {
      return completedFuture(offset);
    }
    return reader.length().thenApply(length -> offset >= 0 ? offset : Math.max(0, length + offset));
  }

  private OutputType type(String text) {
    return OutputType.parse(text)
        .orElseThrow(
            () ->
                QueryParameters.misfit(
                    QueryParameter.TYPE,
                    "one of "
                        + Arrays.stream(OutputType.values())
                            .map(OutputType::wireName)
                            .collect(Collectors.joining(", ")),
                    text));
  }

  CompletableFuture<Answer> resources(Call call) {
    StreamFormat format = AcceptHeader.choose(call.headers(), OF_EVENTS);
    return stream(
        "resources",
        format,
        new ResourceSource(jobs.resources(call.requireCaller(), call.jobId()), format));
  }

  private static CompletableFuture<Answer> stream(
      String kind, StreamFormat format, StreamSource source) {
    return completedFuture(new Answer.Stream(kind, format, source));
  }

  /** Behind which revision to begin; what a reconnecting client says goes before the query. */
  private static long after(Call call) {
    return lastEventId(call)
        .or(() -> call.query().wholeNumber(QueryParameter.AFTER, 0, Long.MAX_VALUE))
        .orElse(0L);
  }

  private static Optional<Long> lastEventId(Call call) {
    return call.headers()
        .single(LAST_EVENT_ID)
        .map(
            text -> {
              if (!text.matches("[0-9]{1,18}")) {
                throw new LauncherException(
                    ErrorCode.INVALID_REQUEST,
                    "header "
                        + LAST_EVENT_ID
                        + ": expected the id of an event of this stream, found "
                        + QueryParameters.quote(text));
              }
              return Long.valueOf(text);
            });
  }

  /** A stream that has nothing to tell. */
  private static final class EndedSource implements StreamSource {
    @Override
    public CompletableFuture<Piece> next() {
      return completedFuture(new Piece(ByteBuffer.allocate(0), true));
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
