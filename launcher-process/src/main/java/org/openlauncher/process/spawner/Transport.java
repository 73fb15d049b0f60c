package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries bytes to the spawner and back. One thread reads, another one writes. */
interface Transport {
  /**
   * Waits for bytes.
   *
   * @return how many were read; -1 at the end
   */
  int read(ByteBuffer target) throws IOException;

  /** Writes bytes, all of them. */
  void write(ByteBuffer bytes) throws IOException;

  /** Writes no more: the spawner ends, and so does reading. Jobs run on. */
  void end();
}
