package org.openlauncher.plugin.docker.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when the time is up. Reading from a unix socket has no
 * time-out of its own, but ends by an interrupt.
 */
final class Deadline implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final Future<?> alarm;
  private boolean over;
  private boolean passed;

  Deadline(ScheduledExecutorService timer, Duration length) {
    this.alarm = timer.schedule(this::pass, length.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void pass() {
    if (!over) {
      passed = true;
      thread.interrupt();
    }
  }

  /** Whether the time was up before the end. */
  synchronized boolean passed() {
    return passed;
  }

  /** Ends the deadline; an interrupt that came from it is taken back. */
  @Override
  public void close() {
    synchronized (this) {
      over = true;
      if (passed) {
        Thread.interrupted();
      }
    }
    alarm.cancel(false);
  }
}
