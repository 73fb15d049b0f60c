package org.openlauncher.process.supervise;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;

/** A file that this process reads itself, as its own user. */
public final class OwnFile implements UserFile {
  private final FileChannel channel;
  private final Identity identity;

  private OwnFile(FileChannel channel, Identity identity) {
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Opens a plain file.
   *
   * @param user this process's own; others are refused
   * @return empty where there is no such file, or something else than a plain file
   */
  public static Optional<UserFile> open(ProcessUser user, Path path) throws IOException {
    if (user instanceof ProcessUser.Account account) {
      throw new AccessDeniedException(
          path.toString(),
          null,
          "this launcher, which root did not start, can't read as " + account.name());
    }
    try {
      // Before it is opened: the opening of a pipe would wait for a writer.
      Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino,isRegularFile");
      if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
        return Optional.empty();
      }
      Identity identity = new Identity(number(attributes, "dev"), number(attributes, "ino"));
      return Optional.of(new OwnFile(FileChannel.open(path, StandardOpenOption.READ), identity));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : -1;
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
  public Identity identity() {
    return identity;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
