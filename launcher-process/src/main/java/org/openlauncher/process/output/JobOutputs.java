package org.openlauncher.process.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.process.UserFile;

/**
 * The outputs of one job that are files.
 *
 * @param id the job
 * @param standardOutput where its output is; empty where it was not kept
 * @param standardError where its error output is; empty where it was not kept
 * @param files opens one of these
 * @param index opens the file that remembers in which order mixed output was read
 * @param indexLock held while that file is worked on, as others may do it too
 */
public record JobOutputs(
    JobId id,
    Optional<Path> standardOutput,
    Optional<Path> standardError,
    Files files,
    Index index,
    Object indexLock) {

  /** Opens a file of a job's. */
  public interface Files {
    /** The file; empty where there is none. */
    Optional<UserFile> open(Path path) throws IOException;
  }

  /** Opens the file that remembers the order of mixed output. */
  public interface Index {
    /** The file, made where it is missing. */
    FileChannel open() throws IOException;
  }

  /**
   * Opens an output.
   *
   * @throws LauncherException with {@code JobOutputNotFound} where there is none
   */
  public JobOutput open(OutputType type) {
    try {
      return switch (type) {
        case STDOUT -> single(standardOutput, type);
        case STDERR -> single(standardError, type);
        case MIXED -> mixed();
      };
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          type.wireName() + " of job " + id + " can't be opened: " + failure.getMessage(),
          failure);
    }
  }

  private JobOutput single(Optional<Path> path, OutputType type) throws IOException {
    Path file = path.orElseThrow(() -> missing(type, "it was not kept"));
    return output(file).orElseThrow(() -> missing(type, "there is no file " + file));
  }

  private JobOutput mixed() throws IOException {
    OutputType type = OutputType.MIXED;
    if (standardOutput.isEmpty() || standardError.isEmpty()) {
      return single(standardOutput.or(() -> standardError), type);
    }
    Path output = standardOutput.get();
    Path errors = standardError.get();
    if (output.normalize().equals(errors.normalize())) {
      return single(standardOutput, type);
    }
    Optional<UserFile.Identity> first = identity(output);
    Optional<UserFile.Identity> second = identity(errors);
    if (first.isEmpty() && second.isEmpty()) {
      throw missing(type, "there is neither a file " + output + " nor " + errors);
    }
    if (first.equals(second)) {
      return single(standardOutput, type);
    }
    return new MergedOutput(
        () -> output(output), () -> output(errors), new MixedIndex(index.open()), indexLock);
  }

  private Optional<UserFile.Identity> identity(Path path) throws IOException {
    Optional<UserFile> file = files.open(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (UserFile open = file.get()) {
      return Optional.of(open.identity());
    }
  }

  private Optional<FileOutput> output(Path path) throws IOException {
    return files.open(path).map(FileOutput::new);
  }

  private LauncherException missing(OutputType type, String why) {
    return new LauncherException(
        ErrorCode.JOB_OUTPUT_NOT_FOUND,
        "there is no " + type.wireName() + " of job " + id + ": " + why);
  }
}
