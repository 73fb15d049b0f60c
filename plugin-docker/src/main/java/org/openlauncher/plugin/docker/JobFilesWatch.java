package org.openlauncher.plugin.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.job.JobState;
import org.openlauncher.container.program.InitProgram;
import org.openlauncher.container.program.InitRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the files that the containers of running jobs write. An end that stands there is looked
 * into, since the engine can have missed it. And no job may fill the disk with them: the
 * container's first process keeps to the limit, but where the files can't be closed to the job
 * itself (it runs as root in its container, or on another machine) it could write there too.
 */
final class JobFilesWatch {
  private static final Logger LOG = LoggerFactory.getLogger(JobFilesWatch.class);

  /** The words at the end of an output that was cut, and the least size of an index. */
  private static final long ALLOWANCE = 128 * 1024;

  private final DockerJobs jobs;
  private final long limit;

  JobFilesWatch(DockerJobs jobs, DataSize limit) {
    this.jobs = jobs;
    this.limit = limit.bytes();
  }

  /** Looks at all of them once. */
  void round() {
    for (JobEntry job : List.copyOf(jobs.all())) {
      if (job.state() == JobState.RUNNING) {
        look(job);
      }
    }
  }

  /** Kills a job that writes there itself, and takes back what it has written too much. */
  private void look(JobEntry job) {
    JobFolder folder = job.folder();
    try {
      if (InitRecord.read(folder.record()).ending().isPresent()) {
        jobs.lookSoon(job);
      }
      for (Path file : folder.written()) {
        long size = Files.size(file);
        if (size > limit + ALLOWANCE) {
          LOG.warn("Job {} has written {} bytes into {}; it is killed", job.id(), size, file);
          jobs.killFor(
              job,
              "Killed by the launcher: the job itself wrote into "
                  + InitProgram.FOLDER
                  + "/"
                  + file.getFileName()
                  + ", which is kept for the launcher ("
                  + size
                  + " bytes, at most "
                  + limit
                  + " are allowed by output-limit-bytes).");
          folder.cut(file, limit + ALLOWANCE);
          return;
        }
      }
    } catch (NoSuchFileException forgotten) {
      // Then there is nothing that could grow.
    } catch (IOException failure) {
      LOG.warn("The output of job {} can't be looked at: {}", job.id(), failure.toString());
    }
  }
}
