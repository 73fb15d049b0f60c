package org.openlauncher.process.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openlauncher.api.job.JobId;

/**
 * Hears of every write into a record, by one thread for all of them. Where jobs end one after the
 * other, those of a few milliseconds are heard of together, since each time costs other threads a
 * waking up, too. What is written through a mapping of the file, as the spawner's shims note the
 * start, makes no noise.
 */
final class RecordWatcher implements AutoCloseable {
  /** For a listener that does not return. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How long it takes to earn one more look. */
  private static final long NANOS_A_LOOK = Duration.ofMillis(5).toNanos();

  /** How many looks may be saved up: who runs a few jobs hears of each at once. */
  private static final int LOOKS_AT_ONCE = 4;

  private final WatchService service;
  private final Consumer<Set<JobId>> written;
  private final Runnable overflow;
  private final Thread thread;

  /**
   * @param folder the records
   * @param written gets the jobs whose records were written
   * @param overflow runs when some were written and nobody knows which
   */
  RecordWatcher(Path folder, Consumer<Set<JobId>> written, Runnable overflow) throws IOException {
    this.written = written;
    this.overflow = overflow;
    this.service = folder.getFileSystem().newWatchService();
    try {
      folder.register(service, StandardWatchEventKinds.ENTRY_MODIFY);
    } catch (IOException failure) {
      service.close();
      throw failure;
    }
    this.thread = new Thread(this::listen, "process-records");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    long earned = System.nanoTime() - LOOKS_AT_ONCE * NANOS_A_LOOK;
    try {
      while (true) {
        WatchKey key = service.take();
        long now = System.nanoTime();
        earned = Math.max(earned, now - LOOKS_AT_ONCE * NANOS_A_LOOK) + NANOS_A_LOOK;
        TimeUnit.NANOSECONDS.sleep(earned - now);
        Set<JobId> jobs = new LinkedHashSet<>();
        boolean lostCount = false;
        for (WatchEvent<?> event : key.pollEvents()) {
          lostCount |= event.kind() == StandardWatchEventKinds.OVERFLOW;
          if (event.context() instanceof Path name) {
            JobId.parse(name.toString()).ifPresent(jobs::add);
          }
        }
        key.reset();
        written.accept(jobs);
        if (lostCount) {
          overflow.run();
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException closed) {
      return;
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.join(PATIENCE.toMillis());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
