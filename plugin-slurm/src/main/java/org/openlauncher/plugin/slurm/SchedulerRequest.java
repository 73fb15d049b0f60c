package org.openlauncher.plugin.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler is asked for when a job is submitted.
 *
 * @param name the job's name there
 * @param comment its comment
 * @param directory where it begins
 * @param log where Slurm's own messages go
 * @param requeue whether Slurm may run it again
 * @param resources what it needs
 * @param partitions where it may go; empty for where such jobs go by themselves
 * @param features what its node must have
 * @param choices its account, QOS and reservation, by these words
 */
record SchedulerRequest(
    String name,
    String comment,
    String directory,
    String log,
    boolean requeue,
    SlurmResources resources,
    List<String> partitions,
    List<String> features,
    Map<String, String> choices) {

  /** Takes copies of the lists. */
  SchedulerRequest {
    partitions = List.copyOf(partitions);
    features = List.copyOf(features);
    choices = Map.copyOf(choices);
  }

  /** A path in which Slurm sees nothing to replace. */
  String literalLog() {
    return log.replace("\\", "\\\\").replace("%", "%%");
  }

  /** What sbatch is told. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--parsable",
                "--job-name=" + name,
                "--comment=" + comment,
                "--chdir=" + directory,
                "--input=/dev/null",
                "--output=" + literalLog(),
                "--open-mode=append",
                "--export=ALL",
                "--nodes=1",
                "--ntasks=1",
                requeue ? "--requeue" : "--no-requeue"));
    resources.processors().ifPresent(count -> arguments.add("--cpus-per-task=" + count));
    resources.kibibytes().ifPresent(size -> arguments.add("--mem=" + size + "K"));
    resources.minutes().ifPresent(time -> arguments.add("--time=" + time));
    if (!resources.generic().isEmpty()) {
      arguments.add("--gres=" + String.join(",", resources.generic()));
    }
    if (!partitions.isEmpty()) {
      arguments.add("--partition=" + String.join(",", partitions));
    }
    if (!features.isEmpty()) {
      arguments.add("--constraint=" + String.join("&", features));
    }
    choices.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(choice -> arguments.add("--" + choice.getKey() + "=" + choice.getValue()));
    return List.copyOf(arguments);
  }
}
