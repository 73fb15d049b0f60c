package org.openlauncher.host.jobs;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The newest bytes of an output, kept for all viewers that are near its end. Bytes that come in
 * drops are gathered: a viewer that was away for a moment gets them at once, and what is held is
 * never much more than what was written.
 */
final class OutputWindow {
  /** Some ticks of a job that writes fast; kept only while somebody looks. */
  private static final int CAPACITY = 256 * 1024;

  private static final int PART_SIZE = 16 * 1024;

  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private int held;
  private long end;

  OutputWindow(long start) {
    this.end = start;
  }

  /** Behind the last byte that was read at the output's end. */
  long end() {
    return end;
  }

  /**
   * Takes a copy.
   *
   * @param bytes the bytes from {@link #end} on
   */
  void append(ByteBuffer bytes) {
    int more = bytes.remaining();
    Part last = parts.peekLast();
    if (last == null || last.free() < more) {
      last = new Part(end, new byte[Math.max(PART_SIZE, more)]);
      parts.addLast(last);
      held += last.bytes.length;
    }
    last.add(bytes.duplicate());
    end += more;
    while (held > CAPACITY && parts.size() > 1) {
      held -= parts.removeFirst().bytes.length;
    }
  }

  /** The bytes that are held from a position on; empty where that position is not held. */
  Optional<ByteBuffer> from(long position) {
    for (Part part : parts) {
      long into = position - part.start;
      if (into >= 0 && into < part.length) {
        return Optional.of(part.from((int) into));
      }
    }
    return Optional.empty();
  }

  /** Only grows: what was handed out is never written again. */
  private static final class Part {
    private final long start;
    private final byte[] bytes;
    private int length;

    Part(long start, byte[] bytes) {
      this.start = start;
      this.bytes = bytes;
    }

    int free() {
      return bytes.length - length;
    }

    void add(ByteBuffer more) {
      int count = more.remaining();
      more.get(bytes, length, count);
      length += count;
    }

    ByteBuffer from(int offset) {
      return ByteBuffer.wrap(bytes, offset, length - offset).slice().asReadOnlyBuffer();
    }
  }
}
