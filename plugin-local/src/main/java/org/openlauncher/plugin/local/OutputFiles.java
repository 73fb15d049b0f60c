package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.job.JobPaths;

/**
 * The files that jobs write their output to: those that the owners name, and those that the cluster
 * keeps itself, in a folder for each owner that nobody else can enter.
 */
final class OutputFiles {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String STDOUT = ".stdout";
  private static final String STDERR = ".stderr";
  private static final String MIXED = ".mixed";

  private final Path folder;
  private final boolean saveUnspecified;

  /**
   * @param scratchFolder the cluster's own folder
   * @param saveUnspecified whether output is kept for which a job names no file
   */
  OutputFiles(Path scratchFolder, boolean saveUnspecified) {
    this.folder = scratchFolder.toAbsolutePath().resolve("output");
    this.saveUnspecified = saveUnspecified;
  }

  /**
   * Says where the output of a job goes. Writes nothing.
   *
   * @param account the account that the job runs as; empty for the launcher's own user
   */
  LocalHandle choose(LaunchRequest request, Optional<String> account) {
    String owner = request.owner().name();
    return new LocalHandle(
        owner,
        account,
        choose("$.job.stdoutFile", request.specification().stdoutFile(), owner, request, STDOUT),
        choose("$.job.stderrFile", request.specification().stderrFile(), owner, request, STDERR));
  }

  private Optional<Path> choose(
      String member, Optional<String> named, String owner, LaunchRequest request, String suffix) {
    if (named.isPresent()) {
      return Optional.of(JobPaths.absolute(member, named.get()));
    }
    return saveUnspecified ? Optional.of(kept(owner, request.id(), suffix)) : Optional.empty();
  }

  /** Refuses an owner whose name can't be the name of a folder. */
  void checkOwner(String owner) {
    if (!canBeOwner(owner)) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.user: expected a name that can be a file's, found \"" + owner + "\"");
    }
  }

  /** Whether a name can be that of a folder. */
  static boolean canBeOwner(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0;
  }

  /** Makes the folder for the files that the cluster keeps of a job. */
  void prepare(JobId id, LocalHandle handle) {
    try {
      if (Stream.of(handle.standardOutput(), handle.standardError())
          .flatMap(Optional::stream)
          .anyMatch(path -> keeps(handle.owner(), id, path))) {
        makeFolder(handle.owner());
      }
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't make the folder of the job's output: " + failure.getMessage(),
          failure);
    }
  }

  /** A file, with whose it is. */
  OutputFile outputFile(String owner, JobId id, Path path) {
    return keeps(owner, id, path) ? new OutputFile.Kept(path) : new OutputFile.Named(path);
  }

  /** Opens the file that remembers in which order mixed output was read. */
  FileChannel openIndex(String owner, JobId id) throws IOException {
    makeFolder(owner);
    return open(kept(owner, id, MIXED));
  }

  /** Whether it is a file that the cluster keeps of this very job. */
  private boolean keeps(String owner, JobId id, Path path) {
    return path.equals(kept(owner, id, STDOUT)) || path.equals(kept(owner, id, STDERR));
  }

  /** Removes the files that the cluster keeps of a job. */
  void remove(String owner, JobId id) {
    try {
      for (String suffix : List.of(STDOUT, STDERR, MIXED)) {
        Files.deleteIfExists(kept(owner, id, suffix));
      }
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN,
          "can't remove the output of job " + id + ": " + failure.getMessage(),
          failure);
    }
  }

  private Path kept(String owner, JobId id, String suffix) {
    checkOwner(owner);
    return folder.resolve(owner).resolve(id + suffix);
  }

  private void makeFolder(String owner) throws IOException {
    Path ofOwner = folder.resolve(owner);
    if (!Files.isDirectory(ofOwner, LinkOption.NOFOLLOW_LINKS)) {
      makeFolder(folder);
      makeFolder(ofOwner);
    }
  }

  private static void makeFolder(Path path) throws IOException {
    try {
      Files.createDirectory(path, FOLDER_MODE);
    } catch (FileAlreadyExistsException present) {
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw present;
      }
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS),
        FILE_MODE);
  }
}
