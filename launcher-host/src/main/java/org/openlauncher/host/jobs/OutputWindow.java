package org.openlauncher.host.jobs;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;

/** The newest bytes of an output, kept for all viewers that are near its end. */
final class OutputWindow {
  /** Some ticks of a job that writes fast; kept only while somebody looks. */
  private static final int CAPACITY = 256 * 1024;

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
   * @param bytes the bytes from {@link #end} on; not changed by anybody from now on
   */
  void append(ByteBuffer bytes) {
    parts.addLast(new Part(end, bytes));
    end += bytes.remaining();
    held += bytes.remaining();
    while (held > CAPACITY && parts.size() > 1) {
      held -= parts.removeFirst().bytes().remaining();
    }
  }

  /** The bytes that are held from a position on; empty where that position is not held. */
  Optional<ByteBuffer> from(long position) {
    for (Part part : parts) {
      long into = position - part.start();
      if (into >= 0 && into < part.bytes().remaining()) {
        ByteBuffer rest = part.bytes().asReadOnlyBuffer();
        rest.position(rest.position() + (int) into);
        return Optional.of(rest);
      }
    }
    return Optional.empty();
  }

  private record Part(long start, ByteBuffer bytes) {}
}
