package org.openlauncher.process.spawner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.supervise.Refusal;

/** A file that the spawner holds open for this process, as the user of a job. */
final class SpawnerFile implements UserFile {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;
  private static final int EISDIR = 21;
  private static final int NOT_PLAIN = 0;

  private final Spawner spawner;
  private final Path path;
  private final Answer.Opened file;
  private long lastLength;

  private SpawnerFile(Spawner spawner, Path path, Answer.Opened file) {
    this.spawner = spawner;
    this.path = path;
    this.file = file;
    this.lastLength = file.size();
  }

  /**
   * Opens a plain file.
   *
   * @param request says so
   * @param path for messages
   * @return empty where there is no such file, or something else than a plain file
   */
  static Optional<UserFile> open(Spawner spawner, Frame.Builder request, Path path)
      throws IOException {
    try {
      Answer.Opened file = spawner.ask(request, Answer.Opened.class, PATIENCE);
      return Optional.of(new SpawnerFile(spawner, path, file));
    } catch (SpawnerException.Refused refused) {
      if (refused.answer().refusal() == Refusal.FILE) {
        return notOpened(path, refused.answer());
      }
      throw failure(path, refused);
    } catch (SpawnerException failure) {
      throw failure(path, failure);
    }
  }

  private static Optional<UserFile> notOpened(Path path, Answer.Refused refused)
      throws IOException {
    return switch (refused.errorNumber()) {
      case ENOENT, ENOTDIR, EISDIR, NOT_PLAIN -> Optional.empty();
      case EACCES, EPERM ->
          throw new AccessDeniedException(path.toString(), null, "the user may not read it");
      default -> throw new FileSystemException(path.toString(), null, refused.message());
    };
  }

  private static IOException failure(Path path, SpawnerException why) {
    IOException failure = new FileSystemException(path.toString(), null, why.getMessage());
    failure.initCause(why);
    return failure;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    ByteBuffer content = ask(position, Math.min(target.remaining(), Requests.READ_MOST)).content();
    int count = content.remaining();
    target.put(content);
    return count;
  }

  @Override
  public long length() throws IOException {
    // At the end there are no bytes to be sent along, as a rule.
    return ask(lastLength, 1).size();
  }

  private Answer.Data ask(long position, int length) throws IOException {
    try {
      Answer.Data data =
          spawner.ask(Requests.read(file.number(), position, length), Answer.Data.class, PATIENCE);
      if (data.content().remaining() > length) {
        throw new FileSystemException(path.toString(), null, "more was read than was asked for");
      }
      lastLength = data.size();
      return data;
    } catch (SpawnerException failure) {
      throw failure(path, failure);
    }
  }

  @Override
  public Identity identity() {
    return file.identity();
  }

  /** Does not wait; without a spawner the file is closed anyway. */
  @Override
  public void close() {
    spawner.tell(Requests.close(file.number()), Answer.Done.class);
  }
}
