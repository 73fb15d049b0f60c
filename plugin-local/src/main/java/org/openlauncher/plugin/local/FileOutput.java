package org.openlauncher.plugin.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.plugin.JobOutput;

/** An output that is a file. */
final class FileOutput implements JobOutput {
  private final FileChannel channel;

  private FileOutput(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a file.
   *
   * @param links whether symbolic links are followed
   * @return empty where there is none, or something else than a plain file
   */
  static Optional<FileOutput> open(Path path, boolean links) throws IOException {
    LinkOption[] linkOptions =
        links ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
    if (!Files.isRegularFile(path, linkOptions)) {
      return Optional.empty();
    }
    Set<OpenOption> options = new HashSet<>(Set.of(linkOptions));
    options.add(StandardOpenOption.READ);
    return Optional.of(new FileOutput(FileChannel.open(path, options)));
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return Math.max(0, channel.read(target, position));
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
