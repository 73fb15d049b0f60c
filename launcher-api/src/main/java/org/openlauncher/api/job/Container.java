package org.openlauncher.api.job;

import java.util.List;
import java.util.Optional;

/**
 * The container that a job runs in.
 *
 * @param image the image's reference; not empty
 * @param runAsUserId the numeric user inside; empty for the job's owner
 * @param runAsGroupId the numeric group inside; empty for the primary group of the job's owner
 * @param supplementalGroupIds further groups inside; empty for those of the job's owner
 * @param createUser whether the owner exists inside with name, ids, groups, home folder and shell,
 *     as if the image had the account; else there are only numbers
 */
public record Container(
    String image,
    Optional<Long> runAsUserId,
    Optional<Long> runAsGroupId,
    List<Long> supplementalGroupIds,
    boolean createUser) {
  /**
   * A job in whose environment this variable is {@code 0} starts without the variables of its image
   * and its back-end, but for {@code PATH}: it has those that its specification names and those of
   * its user. Any other value, or none, leaves the container's variables in place.
   */
  public static final String FORWARD_ENVIRONMENT = "OPENLAUNCHER_FORWARD_CONTAINER_ENVIRONMENT";

  /**
   * Refuses an empty image; takes a copy of the list.
   *
   * @param image the image's reference; not empty
   * @param runAsUserId the numeric user inside; empty for the job's owner
   * @param runAsGroupId the numeric group inside; empty for the primary group of the job's owner
   * @param supplementalGroupIds further groups inside; empty for those of the job's owner
   * @param createUser whether the owner exists inside with name, ids, groups, home folder and
   *     shell, as if the image had the account; else there are only numbers
   */
  public Container {
    if (image.isEmpty()) {
      throw new IllegalArgumentException("a container needs an image");
    }
    supplementalGroupIds = List.copyOf(supplementalGroupIds);
  }
}
