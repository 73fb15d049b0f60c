package org.openlauncher.host.jobs;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.user.UserAccount;

/**
 * A container runs with the ids of the job's owner, for every cluster: whoever is somebody else in
 * a container is somebody else in all that is mounted there. It is for what clients send; who runs
 * in a session's container is the administrator's configuration's to say.
 */
final class ContainerUserRule {
  private ContainerUserRule() {}

  /**
   * Refuses ids that are not the owner's.
   *
   * @throws LauncherException {@code Forbidden}, naming the member
   */
  static void check(JobSpecification job, UserAccount owner) {
    job.container().ifPresent(container -> check(container, owner));
  }

  private static void check(Container container, UserAccount owner) {
    Optional<Long> user = container.runAsUserId();
    if (user.isPresent() && user.get() != owner.uid()) {
      throw refusal("runAsUserId", Long.toString(owner.uid()), owner, user.get());
    }
    container.runAsGroupId().ifPresent(group -> requireGroup("runAsGroupId", group, owner));
    List<Long> groups = container.supplementalGroupIds();
    for (int i = 0; i < groups.size(); i++) {
      requireGroup("supplementalGroupIds[" + i + "]", groups.get(i), owner);
    }
  }

  private static void requireGroup(String member, long group, UserAccount owner) {
    if (group != owner.gid() && !owner.groupIds().contains(group)) {
      throw refusal(member, "one of " + owner.groupIds(), owner, group);
    }
  }

  private static LauncherException refusal(
      String member, String expected, UserAccount owner, long found) {
    return new LauncherException(
        ErrorCode.FORBIDDEN,
        "$.job.container."
            + member
            + ": expected "
            + expected
            + ", since containers run as the job's owner "
            + owner.name()
            + ", found "
            + found);
  }
}
