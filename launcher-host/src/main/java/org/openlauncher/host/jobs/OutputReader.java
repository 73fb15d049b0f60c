package org.openlauncher.host.jobs;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** One viewer's sight of one output of a job; all viewers share one source behind it. */
public interface OutputReader extends AutoCloseable {
  /** How many bytes there are so far. */
  CompletableFuture<Long> length();

  /**
   * The bytes from a position on. Only one call may be under way; cancel the future to stop
   * waiting. Completed on a thread that must not be held.
   *
   * @param position bytes from the beginning
   * @param follow whether to wait for more where there is none yet; else the end is answered
   */
  CompletableFuture<Chunk> read(long position, boolean follow);

  /** Lets go of the source. */
  @Override
  void close();

  /** What a read answers. */
  sealed interface Chunk {
    /**
     * Some bytes.
     *
     * @param position where they begin
     * @param bytes read-only, of this receiver's own position and limit
     */
    record Data(long position, ByteBuffer bytes) implements Chunk {}

    /**
     * There is no more, now or for ever.
     *
     * @param position how long the output is
     * @param job the job as it is now
     */
    record End(long position, Job job) implements Chunk {}
  }
}
