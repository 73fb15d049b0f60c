package org.openlauncher.plugin.kubernetes;

import org.openlauncher.api.job.JobId;
import org.openlauncher.api.plugin.JobHandle;
import org.openlauncher.api.plugin.LaunchedJob;

/** The handles of jobs: the namespace, and the job's id, by which its objects are named. */
final class KubernetesHandle {
  private static final int VERSION = 1;

  private KubernetesHandle() {}

  static JobHandle of(JobId id, String namespace) {
    return new JobHandle(VERSION, namespace + "/" + id.value());
  }

  /** Whether a job has a handle that this plugin gave it, in whatever namespace. */
  static boolean fits(LaunchedJob job) {
    return job.handle().version() == VERSION
        && job.handle().data().matches("[-a-z0-9]{1,63}/" + job.id().value());
  }

  /** The namespace of a job whose handle fits. */
  static String namespace(LaunchedJob job) {
    return job.handle().data().substring(0, job.handle().data().indexOf('/'));
  }
}
