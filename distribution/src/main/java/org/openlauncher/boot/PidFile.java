package org.openlauncher.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which process uses a scratch folder. That process holds a lock for as long as it lives, so
 * that two launchers never share a folder. The lock is on another file, which is never removed:
 * whoever had opened it just before would have a lock on nothing. Nor is it opened a second time,
 * since closing any descriptor of a file gives up all of the process's locks on it.
 */
public final class PidFile implements AutoCloseable {
  private final ScratchFolder scratch;
  private final FileChannel lock;

  private PidFile(ScratchFolder scratch, FileChannel lock) {
    this.scratch = scratch;
    this.lock = lock;
  }

  static PidFile claim(ScratchFolder scratch) throws StartupException {
    try {
      PidFile claimed = new PidFile(scratch, lock(scratch));
      // A launcher that was killed leaves the sign of its readiness behind.
      Files.deleteIfExists(scratch.readyFile());
      claimed.write();
      return claimed;
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE,
          "scratch-path " + scratch.root() + " cannot be claimed: " + problem);
    }
  }

  private static FileChannel lock(ScratchFolder scratch) throws IOException, StartupException {
    FileChannel channel =
        FileChannel.open(
            scratch.lockFile(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (channel.tryLock() == null) {
      channel.close();
      throw new StartupException(
          ExitStatus.ALREADY_RUNNING,
          "another launcher"
              + running(scratch).map(other -> " (process " + other.pid() + ")").orElse("")
              + " uses scratch-path "
              + scratch.root());
    }
    return channel;
  }

  /** By rename, so that nobody reads half of it. */
  private void write() throws IOException {
    ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    Path fresh = scratch.root().resolve("rstudio-launcher.pid.tmp");
    Files.deleteIfExists(fresh);
    Files.writeString(fresh, self.line(), StandardOpenOption.CREATE_NEW);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(fresh, scratch.pidFile(), StandardCopyOption.ATOMIC_MOVE);
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
      lock.close();
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "scratch-path " + scratch.root() + " cannot be tidied: " + problem);
    }
  }
}
