package org.openlauncher.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** A plain file that was opened for reading as the user of a job. For one thread at a time. */
@ProviderType
public interface UserFile extends Closeable {
  /**
   * Reads from a position.
   *
   * @return how many bytes were read; 0 at the end
   */
  int read(long position, ByteBuffer target) throws IOException;

  /** How many bytes the file has now. */
  long length() throws IOException;

  /** Which file it is, whatever path leads to it. */
  Identity identity();

  /**
   * Which file of the machine it is.
   *
   * @param device the number of its file system
   * @param inode its number there
   */
  record Identity(long device, long inode) {}
}
