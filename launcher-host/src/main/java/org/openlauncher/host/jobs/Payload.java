package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;

/**
 * The members of a specification that are meant for the job's program alone, and may be large:
 * command, arguments, input, environment and metadata. No list is sorted or filtered by them, so
 * that a large payload need not be in memory.
 */
public final class Payload {
  /** What is kept in memory, in characters. */
  static final long KEPT = 4 * 1024;

  private Payload() {}

  /** Characters of the payload. */
  static long size(JobSpecification specification) {
    long size = length(specification.command()) + length(specification.stdin());
    for (String argument : specification.args()) {
      size += argument.length();
    }
    for (EnvironmentVariable variable : specification.environment()) {
      size += variable.name().length() + variable.value().length();
    }
    return size + specification.metadata().map(metadata -> metadata.text().length()).orElse(0);
  }

  private static long length(Optional<String> text) {
    return text.map(String::length).orElse(0);
  }

  /** The same without its payload. */
  public static JobSpecification without(JobSpecification specification) {
    return new JobSpecification(
        specification.name(),
        specification.user(),
        specification.group(),
        specification.cluster(),
        Optional.empty(),
        specification.exe(),
        List.of(),
        List.of(),
        Optional.empty(),
        specification.stdoutFile(),
        specification.stderrFile(),
        specification.workingDirectory(),
        specification.queues(),
        specification.resourceProfile(),
        specification.resourceLimits(),
        specification.placementConstraints(),
        specification.config(),
        specification.container(),
        specification.exposedPorts(),
        specification.mounts(),
        specification.tags(),
        Optional.empty());
  }
}
