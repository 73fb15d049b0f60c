package org.openlauncher.process.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** A folder whose contents only this process's own user can change, and its files of mode 0600. */
public final class PrivateFolder {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /** Makes the folder where it is missing, and refuses one that others could have had a hand in. */
  public static PrivateFolder open(Path path) {
    try {
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent, FOLDER_MODE);
      }
      try {
        Files.createDirectory(path, FOLDER_MODE);
      } catch (FileAlreadyExistsException checkedBelow) {
        requirePrivate(path);
      }
      return new PrivateFolder(path);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't make the folder " + path + ": " + failure.getMessage(),
          failure);
    }
  }

  /** Makes an empty file of mode 0600 that must not have been there, in whichever folder. */
  public static void make(Path file) throws IOException {
    Files.createFile(file, FILE_MODE);
  }

  private static void requirePrivate(Path path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw refusal(path, "must be a folder and no symbolic link");
    }
    Map<String, Object> self = Files.readAttributes(Path.of("/proc/self"), "unix:uid");
    Map<String, Object> found = Files.readAttributes(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!self.equals(found)) {
      throw refusal(
          path, "must belong to user " + self.get("uid") + ", belongs to user " + found.get("uid"));
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw refusal(
          path,
          "must not be writable for others, has " + PosixFilePermissions.toString(permissions));
    }
  }

  private static LauncherException refusal(Path path, String why) {
    return new LauncherException(ErrorCode.UNKNOWN, "the folder " + path + " " + why);
  }

  /** A private folder in this one. */
  public PrivateFolder folder(String name) {
    return open(path.resolve(name));
  }

  /** Where a file of this folder is, or would be. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Writes a file of mode 0600, anew where it exists. */
  public Path write(String name, byte[] content) throws IOException {
    Path file = path.resolve(name);
    try {
      writeNew(file, content);
    } catch (FileAlreadyExistsException left) {
      Files.deleteIfExists(file);
      writeNew(file, content);
    }
    return file;
  }

  private static void writeNew(Path file, byte[] content) throws IOException {
    try (var channel = Files.newByteChannel(file, NEW_FILE, FILE_MODE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /** Removes its files. */
  public void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Moves a file that is written to its place in another folder, in one step. */
  public void publish(String name, PrivateFolder destination) throws IOException {
    Files.move(file(name), destination.file(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
