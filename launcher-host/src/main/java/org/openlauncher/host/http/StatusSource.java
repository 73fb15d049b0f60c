package org.openlauncher.host.http;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.openlauncher.api.job.JobId;
import org.openlauncher.host.jobs.ChangeBatch;
import org.openlauncher.host.jobs.JobChange;
import org.openlauncher.host.jobs.StatusCursor;
import org.openlauncher.host.json.AnswerJson;

/**
 * Tells status changes: the present states first, unless the reader goes on behind a revision that
 * it has seen. The stream of one job ends with the job.
 */
final class StatusSource implements StreamSource {
  private static final int MOST_AT_ONCE = 500;

  private final StatusCursor cursor;
  private final StreamFormat format;
  private final Optional<JobId> single;
  private final Queue<JobChange> waiting = new ArrayDeque<>();
  private long lastTold;
  private boolean presentTold;

  /**
   * @param single the one job that this is about; empty for all in view
   * @param after the revision that the reader has seen; 0 for none
   */
  StatusSource(StatusCursor cursor, StreamFormat format, Optional<JobId> single, long after) {
    this.cursor = cursor;
    this.format = format;
    this.single = single;
    this.lastTold = after;
    this.presentTold = after > 0;
  }

  @Override
  public CompletableFuture<Piece> next() {
    if (!presentTold) {
      presentTold = true;
      waiting.addAll(cursor.present());
    }
    if (!waiting.isEmpty()) {
      return CompletableFuture.completedFuture(tellWaiting(new EventBuffer(format)));
    }
    CompletableFuture<ChangeBatch> changes = cursor.next();
    return Futures.dependent(changes, this::tell);
  }

  private Piece tell(ChangeBatch batch) {
    EventBuffer events = new EventBuffer(format);
    if (batch.gap()) {
      long after = lastTold;
      events.add(
          "gap",
          batch.changes().isEmpty() ? Optional.of(batch.cursor()) : Optional.empty(),
          generator -> {
            generator.writeNumberProperty("after", after);
            generator.writeNumberProperty("until", batch.cursor());
          });
    }
    waiting.addAll(batch.changes());
    return tellWaiting(events);
  }

  private Piece tellWaiting(EventBuffer events) {
    boolean ended = false;
    for (int count = 0; count < MOST_AT_ONCE && !waiting.isEmpty() && !ended; count++) {
      JobChange change = waiting.remove();
      events.add(
          "status",
          Optional.of(change.revision()),
          generator -> AnswerJson.change(generator, change));
      lastTold = change.revision();
      ended = single.isPresent() && change.status().state().terminal();
    }
    return events.piece(ended);
  }

  @Override
  public void close() {
    // The cursor holds nothing beyond the future that was cancelled.
  }
}
