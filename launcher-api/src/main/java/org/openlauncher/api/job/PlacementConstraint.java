package org.openlauncher.api.job;

import java.util.Optional;

/**
 * Where a job may run. In a cluster's offer: one entry for each allowed value, or one without a
 * value where any text is allowed. In a job: the chosen name and value.
 *
 * @param name not empty
 * @param value the chosen or allowed value
 */
public record PlacementConstraint(String name, Optional<String> value) {
  /**
   * Refuses an empty name.
   *
   * @param name not empty
   * @param value the chosen or allowed value
   */
  public PlacementConstraint {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a placement constraint needs a name");
    }
  }
}
