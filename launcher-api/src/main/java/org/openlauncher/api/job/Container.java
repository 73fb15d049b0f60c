package org.openlauncher.api.job;

import java.util.List;
import java.util.Optional;

/**
 * The container that a job runs in.
 *
 * @param image the image's reference; not empty
 * @param runAsUserId the numeric user inside; empty for the image's own
 * @param runAsGroupId the numeric group inside; empty for the image's own
 * @param supplementalGroupIds further groups inside
 */
public record Container(
    String image,
    Optional<Long> runAsUserId,
    Optional<Long> runAsGroupId,
    List<Long> supplementalGroupIds) {

  /** Refuses an empty image; takes a copy of the list. */
  public Container {
    if (image.isEmpty()) {
      throw new IllegalArgumentException("a container needs an image");
    }
    supplementalGroupIds = List.copyOf(supplementalGroupIds);
  }
}
