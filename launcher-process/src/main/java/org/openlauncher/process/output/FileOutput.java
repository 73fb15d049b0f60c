package org.openlauncher.process.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.process.UserFile;

/** An output that is a file. */
public final class FileOutput implements JobOutput {
  private final UserFile file;

  /** Takes the file over: it is closed with this. */
  public FileOutput(UserFile file) {
    this.file = file;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return file.read(position, target);
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
