package org.openlauncher.plugin.docker;

import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/** The handles of jobs: the job's id says it all, since folder and container are named by it. */
final class DockerHandle {
  private static final int VERSION = 1;

  private DockerHandle() {}

  static JobHandle of(JobId id) {
    return new JobHandle(VERSION, id.value());
  }

  /** Whether a job has the handle that this plugin gave it. */
  static boolean fits(LaunchedJob job) {
    return job.handle().equals(of(job.id()));
  }
}
