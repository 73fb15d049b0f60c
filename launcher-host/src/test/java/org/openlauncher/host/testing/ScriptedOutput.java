package org.openlauncher.host.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openlauncher.api.plugin.JobOutput;

/**
 * An output that a test writes and the launcher reads. Several openings of it are counted; two
 * threads in one opening at a time are a broken promise, which {@link #faults} tells.
 */
public final class ScriptedOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();

  /** What happens before a read; the question is the position. */
  public final Script<Long, Boolean> beforeRead = new Script<>(position -> true);

  /** What happens before the length is told. */
  public final Script<Long, Boolean> beforeLength = new Script<>(length -> true);

  /** What happens when an opening is closed. */
  public final Script<Boolean, Boolean> atClose = new Script<>(open -> true);

  /** Adds to the output. */
  public synchronized ScriptedOutput write(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds bytes that can be told from their place: each is its position's remainder by 251. */
  public synchronized ScriptedOutput writePattern(int count) {
    for (int i = 0; i < count; i++) {
      bytes.write(bytes.size() % 251);
    }
    return this;
  }

  private synchronized byte[] from(long position, int most) {
    byte[] all = bytes.toByteArray();
    int start = (int) Math.min(position, all.length);
    return Arrays.copyOfRange(all, start, Math.min(all.length, start + most));
  }

  /** How long it is. */
  public synchronized long length() {
    return bytes.size();
  }

  /** How often it was opened. */
  public int opened() {
    return opened.get();
  }

  /** How many openings are not closed. */
  public int open() {
    return opened.get() - closed.get();
  }

  /** How often it was read. */
  public int reads() {
    return reads.get();
  }

  /** How often the launcher did what it must not. */
  public int faults() {
    return faults.get();
  }

  JobOutput open(Runnable inUse) {
    opened.incrementAndGet();
    return new Opening(inUse);
  }

  private final class Opening implements JobOutput {
    private final Runnable inUse;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    Opening(Runnable inUse) {
      this.inUse = inUse;
    }

    private void enter() {
      inUse.run();
      if (over.get() || !busy.compareAndSet(false, true)) {
        faults.incrementAndGet();
      }
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      enter();
      try {
        reads.incrementAndGet();
        beforeRead.answer(position);
        byte[] found = from(position, target.remaining());
        target.put(found);
        return found.length;
      } finally {
        busy.set(false);
      }
    }

    @Override
    public long length() throws IOException {
      enter();
      try {
        long length = ScriptedOutput.this.length();
        beforeLength.answer(length);
        return length;
      } finally {
        busy.set(false);
      }
    }

    @Override
    public void close() {
      atClose.answer(true);
      if (over.compareAndSet(false, true)) {
        closed.incrementAndGet();
      }
    }
  }
}
