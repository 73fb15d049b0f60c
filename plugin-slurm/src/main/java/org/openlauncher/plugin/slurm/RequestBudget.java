package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the questions to the scheduler below a number a minute, whatever asks for them, and counts
 * them. Submissions and operations that a user asked for are counted, and never held back.
 */
final class RequestBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** What all of them may be in a window; the regular questions always find room in it. */
  private static final int MOST = 11;

  /** Up to here an answer is fetched earlier than it would come by itself. */
  private static final int MOST_FOR_HASTE = 7;

  private final Deque<Long> recent = new ArrayDeque<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong accounting = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();

  /** Whether a regular question may be put now; if so, it counts. */
  synchronized boolean take() {
    return take(MOST);
  }

  /** Whether a question may be put now that could wait; if so, it counts. */
  synchronized boolean takeInHaste() {
    return take(MOST_FOR_HASTE);
  }

  private boolean take(int most) {
    long now = System.nanoTime();
    while (!recent.isEmpty() && now - recent.peekFirst() > WINDOW.toNanos()) {
      recent.removeFirst();
    }
    if (recent.size() >= most) {
      return false;
    }
    recent.addLast(now);
    asked.incrementAndGet();
    return true;
  }

  /** Counts a question that is put in any case. */
  synchronized void force() {
    recent.addLast(System.nanoTime());
    asked.incrementAndGet();
  }

  /** Counts a question to the accounting, which the scheduler has no part in. */
  void accounting() {
    accounting.incrementAndGet();
  }

  /** Counts a submission or an operation. */
  void change() {
    changes.incrementAndGet();
  }

  long asked() {
    return asked.get();
  }

  long askedOfAccounting() {
    return accounting.get();
  }

  long changes() {
    return changes.get();
  }
}
