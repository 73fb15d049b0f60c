package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.host.jobs.ChangeBatch;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.StatusCursor;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.wire.AnswerType;
import tools.jackson.core.JsonGenerator;

/**
 * Tells statuses: the present one of each job, then each change. It has no end, not even that of a
 * single job: it lives until it is cancelled.
 */
final class StatusStream extends OpenStream<List<JobChange>> {
  private static final int MOST_AT_ONCE = 200;

  private final StatusCursor cursor;
  private final WireJob jobs;
  private List<JobChange> waiting = List.of();
  private boolean presentTold;

  StatusStream(
      BigInteger requestId,
      Responses responses,
      Executor executor,
      StatusCursor cursor,
      WireJob jobs) {
    super(requestId, responses, executor);
    this.cursor = cursor;
    this.jobs = jobs;
  }

  @Override
  CompletableFuture<List<JobChange>> next() {
    if (!presentTold) {
      presentTold = true;
      waiting = cursor.present();
    }
    if (!waiting.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    CompletableFuture<ChangeBatch> changes = cursor.next();
    CompletableFuture<List<JobChange>> result = changes.thenApply(ChangeBatch::changes);
    var unused =
        result.whenComplete(
            (told, stopped) -> {
              if (result.isCancelled()) {
                changes.cancel(false);
              }
            });
    return result;
  }

  @Override
  boolean send(List<JobChange> changes) {
    if (!changes.isEmpty()) {
      waiting = changes;
    }
    int count = Math.min(MOST_AT_ONCE, waiting.size());
    waiting.subList(0, count).forEach(this::send);
    waiting = waiting.subList(count, waiting.size());
    return true;
  }

  private void send(JobChange change) {
    responses().tell(AnswerType.JOB_STATUS, addressed(generator -> members(generator, change)));
  }

  private void members(JsonGenerator generator, JobChange change) {
    generator.writeStringProperty("id", change.job().value());
    generator.writeStringProperty("name", change.name());
    generator.writeStringProperty("status", jobs.state(change.status()).wireName());
    JsonOutput.text(generator, "statusCode", change.status().code().map(StatusCode::wireName));
    JsonOutput.text(generator, "statusMessage", change.status().message());
  }

  @Override
  void release() {
    // The cursor holds nothing beyond the future that was cancelled.
  }
}
