package org.openlauncher.plugin.slurm;

import java.util.List;
import java.util.Map;

/**
 * What matters here of how a cluster is set up.
 *
 * @param cluster its name in the accounting; empty where it is not known
 * @param slurmUser the account that the scheduler runs as; empty where it is not known
 * @param accounting whether there is accounting
 * @param jobsHidden whether only operators see the jobs of others
 * @param requeuesByExitCode whether some exit codes lead a job back into the queue
 */
record SchedulerSettings(
    String cluster,
    String slurmUser,
    boolean accounting,
    boolean jobsHidden,
    boolean requeuesByExitCode) {
  /** Reads what {@code scontrol show config} says. */
  static SchedulerSettings of(Map<String, String> values) {
    return new SchedulerSettings(
        values.getOrDefault("ClusterName", ""),
        values.getOrDefault("SlurmUser", "").replaceFirst("\\(.*", ""),
        values.getOrDefault("AccountingStorageType", "").endsWith("slurmdbd"),
        List.of(values.getOrDefault("PrivateData", "").split(",")).contains("jobs"),
        List.of("RequeueExit", "RequeueExitHold").stream()
            .map(name -> values.getOrDefault(name, "(null)"))
            .anyMatch(value -> !value.equals("(null)")));
  }
}
