package org.openlauncher.host.http;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All streams that are open, and the one clock that gives their signs of life. */
final class OpenStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
  private static final int CHECKS_PER_INTERVAL = 4;

  private final Set<StreamWriter> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock;
  private volatile boolean closed;

  OpenStreams(Duration keepAliveInterval) {
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "front-door-clock");
              thread.setDaemon(true);
              return thread;
            });
    long interval = keepAliveInterval.toNanos();
    long check = Math.max(1, interval / CHECKS_PER_INTERVAL);
    var unused =
        clock.scheduleAtFixedRate(
            () -> checkAll(interval - check / 2), check, check, TimeUnit.NANOSECONDS);
  }

  void add(StreamWriter stream) {
    streams.add(stream);
    if (closed) {
      stream.end();
    }
  }

  void remove(StreamWriter stream) {
    streams.remove(stream);
  }

  int count() {
    return streams.size();
  }

  /** How many there are of each kind. */
  Map<String, Integer> countByKind() {
    Map<String, Integer> counts = new TreeMap<>();
    streams.forEach(stream -> counts.merge(stream.kind(), 1, Integer::sum));
    return counts;
  }

  /** Ends all streams in an orderly way, and those that still come. */
  @Override
  public void close() {
    closed = true;
    streams.forEach(StreamWriter::end);
    clock.shutdownNow();
  }

  private void checkAll(long silence) {
    long now = System.nanoTime();
    for (StreamWriter stream : streams) {
      try {
        stream.check(now, silence);
      } catch (RuntimeException unexpected) {
        // A clock that stops would leave every other stream without signs of life.
        LOG.error("A stream could not be checked", unexpected);
      }
    }
  }
}
