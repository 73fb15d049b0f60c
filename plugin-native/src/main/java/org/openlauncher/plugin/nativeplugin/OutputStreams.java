package org.openlauncher.plugin.nativeplugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobOutput;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.plugin.nativeplugin.wire.JobReading;
import org.openlauncher.process.output.FileOutput;
import org.openlauncher.process.output.MergedOutput;
import org.openlauncher.process.output.MixedIndex;
import tools.jackson.databind.JsonNode;

/**
 * The outputs that somebody reads. A plugin's stream has no positions and always begins at the
 * first byte, so what has come is kept in a file as long as the job is remembered.
 */
final class OutputStreams implements AutoCloseable {
  private static final String COMPLETE = ".complete";
  private static final String MIXED = ".order";

  private final Path folder;
  private final Object indexLock = new Object();
  private final Set<OutputSpool> open = ConcurrentHashMap.newKeySet();

  /**
   * @param scratch the cluster's own folder
   */
  OutputStreams(Path scratch) {
    this.folder = scratch.resolve("output");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "The folder " + folder + " can't be made.", failure);
    }
  }

  /**
   * Opens one.
   *
   * @param told what the plugin tells of the job now; of one that has ended all output is waited
   *     for
   */
  JobOutput open(PluginLink link, TrackedJob job, OutputType type, JsonNode told) {
    boolean ended = JobReading.status(told).map(status -> status.state().terminal()).orElse(false);
    return switch (type) {
      case STDOUT, STDERR -> spool(link, job, type, ended);
      case MIXED -> mixed(link, job, told, ended);
    };
  }

  /**
   * A plugin mixes anew in each stream, but what was read must not change. So both are mixed here,
   * and the order is remembered.
   */
  private JobOutput mixed(PluginLink link, TrackedJob job, JsonNode told, boolean ended) {
    Path output = Path.of(JobReading.text(told, "stdoutFile").orElse("/stdout"));
    Path errors = Path.of(JobReading.text(told, "stderrFile").orElse("/stderr"));
    if (output.normalize().equals(errors.normalize())) {
      return spool(link, job, OutputType.STDOUT, ended);
    }
    // Both streams are asked for at once: of a silent job nothing comes, and that takes its time.
    OutputSpool first = begun(link, job, OutputType.STDOUT, ended);
    OutputSpool second;
    try {
      second = begun(link, job, OutputType.STDERR, ended);
    } catch (LauncherException refused) {
      first.close();
      throw refused;
    }
    Optional<OutputSpool> firstPresent = present(first, Optional.of(second));
    Optional<OutputSpool> secondPresent = present(second, firstPresent);
    if (firstPresent.isEmpty() && secondPresent.isEmpty()) {
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND, "Job " + job.id() + " has no output.");
    }
    return merged(link, job, firstPresent, secondPresent, ended);
  }

  /** Waits for what there is; where that fails, the other one is closed, too. */
  private static Optional<OutputSpool> present(OutputSpool spool, Optional<OutputSpool> other) {
    try {
      spool.await();
      return Optional.of(spool);
    } catch (LauncherException refused) {
      spool.close();
      if (refused.code() == ErrorCode.JOB_OUTPUT_NOT_FOUND) {
        return Optional.empty();
      }
      other.ifPresent(OutputSpool::close);
      throw refused;
    }
  }

  private MergedOutput merged(
      PluginLink link,
      TrackedJob job,
      Optional<OutputSpool> first,
      Optional<OutputSpool> second,
      boolean ended) {
    try {
      MergedOutput merged =
          new MergedOutput(
              source(link, job, OutputType.STDOUT, first, ended),
              source(link, job, OutputType.STDERR, second, ended),
              new MixedIndex(
                  FileChannel.open(
                      folder.resolve(job.id() + MIXED),
                      StandardOpenOption.CREATE,
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE)),
              indexLock);
      // Takes both over, which are closed with it from now on.
      merged.length();
      return merged;
    } catch (IOException failure) {
      first.ifPresent(OutputSpool::close);
      second.ifPresent(OutputSpool::close);
      throw new LauncherException(
          ErrorCode.JOB_OUTPUT_NOT_FOUND,
          "The order of the outputs of job " + job.id() + " can't be kept.",
          failure);
    }
  }

  /** What was refused at first is asked for again. */
  private MergedOutput.Source source(
      PluginLink link,
      TrackedJob job,
      OutputType type,
      Optional<OutputSpool> present,
      boolean ended) {
    return () ->
        present
            .or(() -> present(begun(link, job, type, ended), Optional.empty()))
            .map(FileOutput::new);
  }

  private OutputSpool spool(PluginLink link, TrackedJob job, OutputType type, boolean ended) {
    OutputSpool spool = begun(link, job, type, ended);
    try {
      spool.await();
      return spool;
    } catch (LauncherException refused) {
      spool.close();
      throw refused;
    }
  }

  /** One that was asked for, if it is not there already. */
  private OutputSpool begun(PluginLink link, TrackedJob job, OutputType type, boolean ended) {
    Path file = folder.resolve(job.id() + "." + type.wireName());
    Path complete = complete(file);
    boolean whole = Files.exists(complete);
    OutputSpool spool = new OutputSpool(link, job, type, whole ? complete : file, this::closed);
    try {
      if (!whole) {
        open.add(spool);
        spool.begin(ended);
      }
      return spool;
    } catch (LauncherException refused) {
      spool.close();
      throw refused;
    }
  }

  private static Path complete(Path file) {
    return file.resolveSibling(file.getFileName() + COMPLETE);
  }

  private void closed(OutputSpool spool) {
    if (open.remove(spool) && spool.isComplete()) {
      try {
        Files.move(spool.file(), complete(spool.file()), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Whether the outputs of an ended job that are being read have come in whole. */
  boolean settled(JobId job) {
    return open.stream().filter(spool -> spool.job().equals(job)).allMatch(OutputSpool::settled);
  }

  /** Removes what is kept of a job. */
  void forget(JobId job) {
    remove(job, folder.resolve(job + MIXED));
    for (OutputType type : OutputType.values()) {
      Path file = folder.resolve(job + "." + type.wireName());
      remove(job, file);
      remove(job, complete(file));
    }
  }

  private static void remove(JobId job, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "The kept output of job " + job + " can't be removed.", failure);
    }
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(OutputSpool::close);
  }
}
