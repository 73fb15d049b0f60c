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
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;

/**
 * Opens the outputs of jobs: what the cluster keeps as the launcher, what an owner named as the
 * user that the job ran as.
 */
final class OutputReader {
  private static final ProcessUser LAUNCHER = new ProcessUser.Self();

  private final OutputFiles files;
  private final ProcessLauncher processes;
  private final Object indexLock = new Object();

  OutputReader(OutputFiles files, ProcessLauncher processes) {
    this.files = files;
    this.processes = processes;
  }

  JobOutput open(JobId id, LocalHandle handle, OutputType type) {
    try {
      return switch (type) {
        case STDOUT -> single(id, handle, handle.standardOutput(), type);
        case STDERR -> single(id, handle, handle.standardError(), type);
        case MIXED -> mixed(id, handle);
      };
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          type.wireName() + " of job " + id + " can't be opened: " + failure.getMessage(),
          failure);
    }
  }

  private JobOutput single(JobId id, LocalHandle handle, Optional<Path> path, OutputType type)
      throws IOException {
    Path file = path.orElseThrow(() -> missing(id, type, "it was not kept"));
    return output(id, handle, file)
        .orElseThrow(() -> missing(id, type, "there is no file " + file));
  }

  private JobOutput mixed(JobId id, LocalHandle handle) throws IOException {
    OutputType type = OutputType.MIXED;
    if (handle.standardOutput().isEmpty() || handle.standardError().isEmpty()) {
      return single(id, handle, handle.standardOutput().or(handle::standardError), type);
    }
    Path output = handle.standardOutput().get();
    Path errors = handle.standardError().get();
    if (output.normalize().equals(errors.normalize())) {
      return single(id, handle, Optional.of(output), type);
    }
    Optional<UserFile.Identity> first = identity(id, handle, output);
    Optional<UserFile.Identity> second = identity(id, handle, errors);
    if (first.isEmpty() && second.isEmpty()) {
      throw missing(id, type, "there is neither a file " + output + " nor " + errors);
    }
    if (first.equals(second)) {
      return single(id, handle, Optional.of(output), type);
    }
    MixedIndex index = new MixedIndex(files.openIndex(handle.owner(), id));
    return new MergedOutput(
        () -> output(id, handle, output), () -> output(id, handle, errors), index, indexLock);
  }

  private Optional<UserFile.Identity> identity(JobId id, LocalHandle handle, Path path)
      throws IOException {
    Optional<UserFile> file = open(id, handle, path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (UserFile open = file.get()) {
      return Optional.of(open.identity());
    }
  }

  private Optional<FileOutput> output(JobId id, LocalHandle handle, Path path) throws IOException {
    return open(id, handle, path).map(FileOutput::new);
  }

  private Optional<UserFile> open(JobId id, LocalHandle handle, Path path) throws IOException {
    if (files.outputFile(handle.owner(), id, path) instanceof OutputFile.Named) {
      return processes.openFile(handle.user(), path);
    }
    // The launcher makes no links there.
    return Files.isSymbolicLink(path) ? Optional.empty() : processes.openFile(LAUNCHER, path);
  }

  private static LauncherException missing(JobId id, OutputType type, String why) {
    return new LauncherException(
        ErrorCode.JOB_OUTPUT_NOT_FOUND,
        "there is no " + type.wireName() + " of job " + id + ": " + why);
  }
}
