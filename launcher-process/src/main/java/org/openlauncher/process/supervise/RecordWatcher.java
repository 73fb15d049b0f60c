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
import java.util.function.Consumer;
import org.openlauncher.api.job.JobId;

/**
 * Hears of every write into a record, by one thread for all of them. What is written through a
 * mapping of the file, as the spawner's shims note the start, makes no noise.
 */
final class RecordWatcher implements AutoCloseable {
  /** For a listener that does not return. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    try {
      while (true) {
        WatchKey key = service.take();
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
