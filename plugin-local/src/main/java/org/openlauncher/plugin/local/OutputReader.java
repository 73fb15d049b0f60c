package org.openlauncher.plugin.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.output.JobOutputs;

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
    return new JobOutputs(
            id,
            handle.standardOutput(),
            handle.standardError(),
            path -> open(id, handle, path),
            () -> files.openIndex(handle.owner(), id),
            indexLock)
        .open(type);
  }

  private Optional<UserFile> open(JobId id, LocalHandle handle, Path path) throws IOException {
    if (files.outputFile(handle.owner(), id, path) instanceof OutputFile.Named) {
      return processes.openFile(handle.user(), path);
    }
    // The launcher makes no links there.
    return Files.isSymbolicLink(path) ? Optional.empty() : processes.openFile(LAUNCHER, path);
  }
}
