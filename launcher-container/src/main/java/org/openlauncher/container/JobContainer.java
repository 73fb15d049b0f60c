package org.openlauncher.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.api.user.UserAccount;

/** What a job has in its container, the same for whatever runs the container. */
public final class JobContainer {
  /** What root in a container keeps of root's rights, where a job may be root there. */
  public static final List<String> CAPABILITIES_OF_ROOT =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "NET_BIND_SERVICE",
          "SETGID",
          "SETUID");

  private static final String JOB_ID = "OPENLAUNCHER_JOB_ID";

  private JobContainer() {}

  /**
   * The container that a job asks for.
   *
   * @throws LauncherException {@code InvalidRequest} where it asks for none
   */
  public static Container of(JobSpecification job) {
    return job.container()
        .orElseThrow(
            () ->
                new LauncherException(
                    ErrorCode.INVALID_REQUEST,
                    "$.job.container: expected a container with an image, found nothing; cluster "
                        + job.cluster()
                        + " runs jobs in containers"));
  }

  /**
   * Who runs in the container of a job.
   *
   * @param minimumUserId the least user id that the owner of a job may have
   * @throws LauncherException {@code InvalidRequest} where the owner may have no jobs, and as
   *     {@link #of} and {@link ContainerUser#of} do
   */
  public static ContainerUser user(JobSpecification job, UserAccount owner, long minimumUserId) {
    if (owner.uid() < minimumUserId || owner.gid() == 0) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.user: "
              + owner.name()
              + " can't have jobs here: expected a user id of at least "
              + minimumUserId
              + " (minimum-user-id) and a group other than root's, found "
              + owner.uid()
              + " and "
              + owner.gid());
    }
    return ContainerUser.of(of(job), owner);
  }

  /** Whether a path of the container lies in something that is mounted. */
  public static boolean mounts(JobSpecification job, String path) {
    return job.mounts().stream()
        .anyMatch(
            mount -> path.equals(mount.mountPath()) || path.startsWith(mount.mountPath() + "/"));
  }

  /** Where the program starts, where the job or its user says so; else where the image says. */
  public static Optional<String> workingDirectory(JobSpecification job, ContainerUser user) {
    return job.workingDirectory()
        .or(
            () ->
                user.account() || mounts(job, user.home())
                    ? Optional.of(user.home())
                    : Optional.empty());
  }

  /** What the job's program finds in its environment beside what the image puts there. */
  public static Map<String, String> environment(LaunchRequest request, ContainerUser user) {
    JobSpecification job = request.specification();
    Map<String, String> variables = new LinkedHashMap<>(user.environment());
    if (mounts(job, user.home())) {
      variables.put("HOME", user.home());
    }
    for (EnvironmentVariable variable : job.environment()) {
      variables.put(variable.name(), variable.value());
    }
    variables.put(JOB_ID, request.id().value());
    return variables;
  }
}
