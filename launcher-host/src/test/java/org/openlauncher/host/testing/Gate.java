package org.openlauncher.host.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Holds whoever comes to it until the test opens it. */
public final class Gate implements AutoCloseable {
  private static final long MOST_SECONDS = 120;

  private final CountDownLatch latch = new CountDownLatch(1);
  private final AtomicInteger arrivals = new AtomicInteger();

  /**
   * Waits, as a well-behaved back-end does.
   *
   * @throws InterruptedException when the launcher's patience is over
   */
  public void pass() throws InterruptedException {
    arrivals.incrementAndGet();
    assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).as("the gate was opened").isTrue();
  }

  /** Waits and does not hear interrupts, as native code does. */
  public void passDeaf() {
    arrivals.incrementAndGet();
    boolean interrupted = false;
    while (true) {
      try {
        assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).as("the gate was opened").isTrue();
        break;
      } catch (InterruptedException deaf) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many have come so far. */
  public int arrivals() {
    return arrivals.get();
  }

  /** Returns when so many have come. */
  public void awaitArrivals(int count) {
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> arrivals.get() >= count);
  }

  /** Lets everybody through, now and later. */
  public void open() {
    latch.countDown();
  }

  @Override
  public void close() {
    open();
  }
}
