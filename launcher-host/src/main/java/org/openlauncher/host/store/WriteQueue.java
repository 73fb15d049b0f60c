package org.openlauncher.host.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be written. Any number of threads gives, one takes. */
final class WriteQueue {
  private final long lingerNanos;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<Write> awaited = new ArrayDeque<>();
  private final Deque<Write> lingering = new ArrayDeque<>();
  private boolean flush;

  /**
   * @param linger how long what nobody waits for is left lying
   * @param most how many are taken at once
   */
  WriteQueue(Duration linger, int most) {
    this.lingerNanos = linger.toNanos();
    this.most = most;
  }

  void add(Write write) {
    lock.lock();
    try {
      switch (write.urgency()) {
        case SOMETIME -> {
          lingering.add(write);
          if (lingering.size() == 1) {
            news.signal();
          }
        }
        case BEHIND_ALL -> {
          // What waits is written with it, all of it.
          lingering.add(write);
          flush = true;
          news.signal();
        }
        case SOON -> {
          awaited.add(write);
          news.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return awaited.size() + lingering.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what is to be written now, in the order in which it is to be written. */
  List<Write> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (awaited.isEmpty() && patience() > 0) {
        if (lingering.isEmpty()) {
          news.await();
        } else {
          var unused = news.await(patience(), TimeUnit.NANOSECONDS);
        }
      }
      List<Write> taken = new ArrayList<>();
      move(awaited, taken);
      if (patience() <= 0) {
        move(lingering, taken);
        flush &= !lingering.isEmpty();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** What somebody waits for, if there is something. */
  List<Write> takeAwaited() {
    lock.lock();
    try {
      List<Write> taken = new ArrayList<>();
      move(awaited, taken);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** How long what nobody waits for may still lie, in nanoseconds. */
  private long patience() {
    if (flush) {
      return 0;
    }
    return lingering.isEmpty()
        ? lingerNanos
        : lingering.peekFirst().since() + lingerNanos - System.nanoTime();
  }

  private void move(Deque<Write> from, List<Write> to) {
    while (to.size() < most && !from.isEmpty()) {
      to.add(from.removeFirst());
    }
  }
}
