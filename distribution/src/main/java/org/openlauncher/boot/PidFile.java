package org.openlauncher.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which process uses a scratch folder. That process holds a lock on the file for as long as it
 * lives, so that two launchers never share a folder.
 */
public final class PidFile implements AutoCloseable {
  private final ScratchFolder scratch;
  private final FileChannel channel;

  private PidFile(ScratchFolder scratch, FileChannel channel) {
    this.scratch = scratch;
    this.channel = channel;
  }

  static PidFile claim(ScratchFolder scratch) throws StartupException {
    Path file = scratch.pidFile();
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new StartupException(
            ExitStatus.ALREADY_RUNNING,
            "another launcher"
                + running(scratch).map(other -> " (process " + other.pid() + ")").orElse("")
                + " uses scratch-path "
                + scratch.root());
      }
      // A launcher that was killed leaves the sign of its readiness behind.
      Files.deleteIfExists(scratch.readyFile());
      channel.truncate(0);
      ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
      channel.write(ByteBuffer.wrap(self.line().getBytes(StandardCharsets.US_ASCII)));
      return new PidFile(scratch, channel);
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "process id file " + file + " cannot be written: " + problem);
    }
  }

  /**
   * The living launcher of that folder. It must belong to the file's owner: the service user could
   * otherwise name a process that root is then made to end.
   */
  public static Optional<ProcessIdentity> running(ScratchFolder scratch) {
    Path file = scratch.pidFile();
    try {
      Optional<ProcessIdentity> process = ProcessIdentity.parse(Files.readString(file));
      if (process.filter(ProcessIdentity::isAlive).isEmpty()) {
        return Optional.empty();
      }
      Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Path processFolder = Path.of("/proc", Long.toString(process.get().pid()));
      return process.filter(found -> owner.equals(ownerOf(processFolder)));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static @Nullable Object ownerOf(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid");
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public void close() throws StartupException {
    try {
      Files.deleteIfExists(scratch.readyFile());
      Files.deleteIfExists(scratch.pidFile());
      channel.close();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "scratch-path " + scratch.root() + " cannot be tidied: " + problem);
    }
  }
}
