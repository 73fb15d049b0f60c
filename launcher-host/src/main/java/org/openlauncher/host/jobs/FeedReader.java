package org.openlauncher.host.jobs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One viewer at an {@link OutputFeed}. */
final class FeedReader implements OutputReader {
  private final OutputFeed feed;
  private final Runnable leave;
  private final AtomicBoolean closed = new AtomicBoolean();

  FeedReader(OutputFeed feed, Runnable leave) {
    this.feed = feed;
    this.leave = leave;
  }

  @Override
  public CompletableFuture<Long> length() {
    return feed.length();
  }

  @Override
  public CompletableFuture<Chunk> read(long position, boolean follow) {
    return feed.read(position, follow);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      leave.run();
    }
  }
}
