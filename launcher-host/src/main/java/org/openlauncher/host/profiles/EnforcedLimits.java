package org.openlauncher.host.profiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openlauncher.api.job.JobOperation;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.plugin.Capabilities;

/**
 * The limits that hold at a cluster: those that it enforces, and the wall clock, which the launcher
 * enforces itself wherever it can end a job.
 */
public final class EnforcedLimits {
  private EnforcedLimits() {}

  /** Whether a limit of this type is more than words. */
  public static boolean holds(Capabilities capabilities, String type) {
    return capabilities.enforcedLimits().contains(type)
        || (type.equals(ResourceLimit.WALL_TIME) && canEnd(capabilities));
  }

  /** The types of all that hold. */
  public static Set<String> of(Capabilities capabilities) {
    Set<String> types = new TreeSet<>(capabilities.enforcedLimits());
    if (canEnd(capabilities)) {
      types.add(ResourceLimit.WALL_TIME);
    }
    return types;
  }

  private static boolean canEnd(Capabilities capabilities) {
    return capabilities.operations().contains(JobOperation.STOP)
        || capabilities.operations().contains(JobOperation.KILL);
  }

  /** What the cluster is given: without the limits that the launcher enforces in its stead. */
  public static JobSpecification forCluster(JobSpecification job, Capabilities capabilities) {
    if (capabilities.enforcedLimits().contains(ResourceLimit.WALL_TIME)) {
      return job;
    }
    List<ResourceLimit> rest = new ArrayList<>(job.resourceLimits());
    return rest.removeIf(limit -> limit.type().equals(ResourceLimit.WALL_TIME))
        ? job.toBuilder().resourceLimits(rest).build()
        : job;
  }
}
