package org.openlauncher.host.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.host.profiles.EnforcedLimits;

/**
 * Refuses what a cluster has declared that it can't do, so that no plugin has to, and no member of
 * a request is passed over in silence.
 */
final class SubmissionRules {
  private SubmissionRules() {}

  static void check(JobSpecification job, Capabilities capabilities) {
    List<String> problems = new ArrayList<>();
    boolean containers = capabilities.has(Capabilities.Feature.CONTAINERS);
    if (job.container().isPresent() && !containers) {
      problems.add(member(job, "container", "runs no containers"));
    }
    if (job.container().isEmpty() && job.command().isEmpty() && job.exe().isEmpty()) {
      problems.add("$.job: expected a command or an exe, found neither");
    }
    if (!job.exposedPorts().isEmpty()) {
      if (!containers) {
        problems.add(member(job, "exposedPorts", "exposes ports of containers only"));
      } else if (capabilities.has(Capabilities.Feature.HOST_NETWORK)) {
        problems.add(member(job, "exposedPorts", "runs containers on its machines' own network"));
      }
    }
    if (!job.queues().isEmpty() && !capabilities.has(Capabilities.Feature.QUEUES)) {
      problems.add(member(job, "queues", "has no queues"));
    }
    for (int i = 0; i < job.mounts().size(); i++) {
      String type = job.mounts().get(i).source().type();
      if (!capabilities.mountTypes().contains(type)) {
        problems.add(
            member(
                job,
                "mounts[" + i + "]",
                "mounts " + either(capabilities.mountTypes()) + ", not " + type));
      }
    }
    for (int i = 0; i < job.resourceLimits().size(); i++) {
      String type = job.resourceLimits().get(i).type();
      if (!EnforcedLimits.holds(capabilities, type)) {
        problems.add(
            member(
                job,
                "resourceLimits[" + i + "]",
                "enforces " + either(EnforcedLimits.of(capabilities)) + ", not " + type));
      }
    }
    if (!problems.isEmpty()) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          String.join("; ", problems),
          java.util.Map.of("problems", List.copyOf(problems)));
    }
  }

  private static String member(JobSpecification job, String path, String fact) {
    return "$.job." + path + ": cluster " + job.cluster() + " " + fact;
  }

  private static String either(Set<String> words) {
    return words.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(words));
  }
}
