package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The launcher's working folder: what the boot keeps there, nobody but the service user reads. */
public record ScratchFolder(Path root) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  public Path pidFile() {
    return root.resolve("rstudio-launcher.pid");
  }

  /** Locked by the launcher that uses the folder; empty, and always there. */
  Path lockFile() {
    return root.resolve("rstudio-launcher.lock");
  }

  /** The host writes it as soon as it listens. */
  public Path readyFile() {
    return root.resolve("rstudio-launcher.ready");
  }

  /** Where the host keeps copies of plugins. */
  Path pluginCopies() {
    return root.resolve("plugin-copies");
  }

  void create() throws StartupException {
    try {
      Files.createDirectories(root, OWNER_ONLY);
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "scratch-path " + root + " cannot be made: " + problem);
    }
    Set<PosixFilePermission> permissions = permissions();
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      throw new StartupException(
          ExitStatus.CONFIGURATION,
          "scratch-path "
              + root
              + " can be written by others (mode "
              + PosixFilePermissions.toString(permissions)
              + "); run: chmod go-w "
              + root);
    }
    if (!Files.isWritable(root)) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE,
          "scratch-path " + root + " cannot be written by " + System.getProperty("user.name"));
    }
  }

  /** A folder of that name, empty whatever an earlier run left there. */
  Path emptied(String name) throws StartupException {
    Path folder = root.resolve(name);
    try {
      delete(folder);
      return Files.createDirectory(folder, OWNER_ONLY);
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "folder " + folder + " cannot be emptied: " + problem);
    }
  }

  void delete() throws StartupException {
    try {
      delete(root);
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.FAILURE, "folder " + root + " cannot be removed: " + problem);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private Set<PosixFilePermission> permissions() throws StartupException {
    try {
      return Files.getPosixFilePermissions(root);
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.CANNOT_CREATE, "scratch-path " + root + " cannot be read: " + problem);
    }
  }
}
