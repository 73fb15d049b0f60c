package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.plugin.ResourceUse;
import org.openlauncher.process.ProcessLauncher;
import org.openlauncher.process.UserFile;
import org.openlauncher.process.command.CommandOutcome;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.output.JobOutputs;

/** The files of jobs, in their owners' folders: read, and removed, as the owners. */
final class JobFiles {
  private final ProcessLauncher processes;
  private final SlurmCommands commands;
  private final PrivateFolder orders;
  private final JobNews news;
  private final Object indexLock = new Object();

  /**
   * @param folder of the launcher's own, for the order of mixed outputs
   * @param news by which jobs tell of themselves
   */
  JobFiles(ProcessLauncher processes, SlurmCommands commands, Path folder, JobNews news) {
    this.processes = processes;
    this.commands = commands;
    this.orders = PrivateFolder.open(folder.toAbsolutePath());
    this.news = news;
  }

  JobOutput open(JobId id, SlurmHandle handle, OutputType type) {
    return new JobOutputs(
            id,
            Optional.of(handle.standardOutput()),
            Optional.of(handle.standardError()),
            path -> processes.openFile(handle.user(), path),
            () -> openIndex(id),
            indexLock)
        .open(type);
  }

  private FileChannel openIndex(JobId id) throws IOException {
    return FileChannel.open(
        index(id),
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  private Path index(JobId id) {
    return orders.file(id + ".mixed");
  }

  /** What the job's script last measured; empty where it has measured nothing. */
  Optional<ResourceUse> use(JobId id, SlurmHandle handle) {
    Path path = handle.storage().resolve(id + ".use");
    try {
      Optional<UserFile> opened = processes.openFile(handle.user(), path);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (UserFile file = opened.get()) {
        ByteBuffer line = ByteBuffer.allocate(MeasuredUse.LENGTH);
        int length = file.read(0, line);
        return MeasuredUse.parse(
            new String(line.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII));
      }
    } catch (IOException unreadable) {
      throw new LauncherException(
          ErrorCode.CLUSTER_UNAVAILABLE,
          "what job " + id + " uses can't be read in " + path + ": " + unreadable.getMessage(),
          unreadable);
    }
  }

  /** Removes what is kept of a job; files that the owner named stay. */
  void remove(JobId id, SlurmHandle handle) {
    try {
      Files.deleteIfExists(index(id));
    } catch (IOException failure) {
      throw notRemoved(id, String.valueOf(failure.getMessage()));
    }
    CommandOutcome outcome =
        commands.script(
            handle.user(),
            Script.FORGET,
            List.of(handle.storage().toString(), id.value(), news.mark()),
            Optional.empty());
    if (!outcome.succeeded()) {
      throw notRemoved(id, SlurmCommands.complaint(outcome));
    }
  }

  private static LauncherException notRemoved(JobId id, String why) {
    return new LauncherException(
        ErrorCode.UNKNOWN, "what is kept of job " + id + " can't be removed: " + why);
  }
}
