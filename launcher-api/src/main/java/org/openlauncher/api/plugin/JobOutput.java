package org.openlauncher.api.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One output of one job, read by position. The launcher opens one for all viewers together and
 * calls it from one thread at a time. What was read at a position never changes; the output only
 * grows.
 */
@ConsumerType
public interface JobOutput extends AutoCloseable {
  /**
   * Reads from a position. Must not wait for more output to come.
   *
   * @param position bytes from the beginning
   * @param target takes the bytes; has room for at least one
   * @return how many bytes were read, or 0 where there are none yet at this position
   * @throws IOException where the output can't be read now; the launcher tries again
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * {@return how many bytes there are so far}
   *
   * @throws IOException where it can't be told now
   */
  long length() throws IOException;

  /** Gives back what the reading holds. Does not touch the output itself. */
  @Override
  void close();
}
