package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;

/** Opens the outputs of jobs. */
final class OutputReader {
  private final OutputFiles files;
  private final Object indexLock = new Object();

  OutputReader(OutputFiles files) {
    this.files = files;
  }

  JobOutput open(JobId id, OutputPaths paths, OutputType type) {
    try {
      return switch (type) {
        case STDOUT -> single(id, paths.standardOutput(), type);
        case STDERR -> single(id, paths.standardError(), type);
        case MIXED -> mixed(id, paths);
      };
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          type.wireName() + " of job " + id + " can't be opened: " + failure.getMessage(),
          failure);
    }
  }

  private JobOutput single(JobId id, Optional<Path> path, OutputType type) throws IOException {
    Path file = path.orElseThrow(() -> missing(id, type, "it was not kept"));
    return open(file).orElseThrow(() -> missing(id, type, "there is no file " + file));
  }

  private JobOutput mixed(JobId id, OutputPaths paths) throws IOException {
    OutputType type = OutputType.MIXED;
    if (paths.standardOutput().isEmpty() || paths.standardError().isEmpty()) {
      return single(id, paths.standardOutput().or(paths::standardError), type);
    }
    Path output = paths.standardOutput().get();
    Path errors = paths.standardError().get();
    if (sameFile(output, errors)) {
      return single(id, Optional.of(output), type);
    }
    if (!Files.isRegularFile(output) && !Files.isRegularFile(errors)) {
      throw missing(id, type, "there is neither a file " + output + " nor " + errors);
    }
    MixedIndex index = new MixedIndex(files.openIndex(paths.owner(), id));
    return new MergedOutput(() -> open(output), () -> open(errors), index, indexLock);
  }

  private Optional<FileOutput> open(Path path) throws IOException {
    return FileOutput.open(path, !files.keeps(path));
  }

  private static boolean sameFile(Path one, Path other) throws IOException {
    return one.normalize().equals(other.normalize())
        || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
  }

  private static LauncherException missing(JobId id, OutputType type, String why) {
    return new LauncherException(
        ErrorCode.JOB_OUTPUT_NOT_FOUND,
        "there is no " + type.wireName() + " of job " + id + ": " + why);
  }
}
