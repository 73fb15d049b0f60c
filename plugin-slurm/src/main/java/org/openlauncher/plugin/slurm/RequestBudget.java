package org.openlauncher.plugin.slurm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.openlauncher.api.plugin.ClusterCounters.Counter;

/**
 * Keeps the questions to the scheduler below a number a minute, whatever asks for them, and counts
 * them. Submissions and operations that a user asked for are never held back, and not counted here.
 */
final class RequestBudget {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** What all of them may be in a window. */
  private static final int MOST = 12;

  /** Up to here an answer is fetched earlier than it would come by itself. */
  private static final int MOST_FOR_HASTE = 10;

  private final Deque<Long> recent = new ArrayDeque<>();
  private final Counter asked;
  private final int requestsOfQueue;

  /**
   * @param asked counts the questions
   * @param requestsOfQueue how many requests the question for all jobs is, as sdiag counts them
   */
  RequestBudget(Counter asked, int requestsOfQueue) {
    this.asked = asked;
    this.requestsOfQueue = requestsOfQueue;
  }

  /** Whether all jobs may be asked for now; if so, it counts. */
  synchronized boolean takeQueue() {
    return take(requestsOfQueue, MOST);
  }

  /** Whether all jobs may be asked for now, earlier than its turn is; if so, it counts. */
  synchronized boolean takeQueueInHaste() {
    return take(requestsOfQueue, MOST_FOR_HASTE);
  }

  /** Whether a question may be put now that could wait; if so, it counts. */
  synchronized boolean take() {
    return take(1, MOST_FOR_HASTE);
  }

  private boolean take(int requests, int most) {
    long now = System.nanoTime();
    while (!recent.isEmpty() && now - recent.peekFirst() > WINDOW.toNanos()) {
      recent.removeFirst();
    }
    if (recent.size() + requests > most) {
      return false;
    }
    count(requests);
    return true;
  }

  /** Counts a question that is put in any case. */
  synchronized void force() {
    count(1);
  }

  /** Counts a question for all jobs that is put in any case. */
  synchronized void forceQueue() {
    count(requestsOfQueue);
  }

  private void count(int requests) {
    for (int index = 0; index < requests; index++) {
      recent.addLast(System.nanoTime());
    }
    asked.add(requests);
  }
}
