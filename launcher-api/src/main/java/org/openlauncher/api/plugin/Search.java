package org.openlauncher.api.plugin;

import java.util.Objects;

/** The answer to "is there a job with this id in the back-end?": again one of three. */
public sealed interface Search {
  /**
   * It is there.
   *
   * @param launch as {@link Cluster#submit} would have answered
   */
  record Found(Launch launch) implements Search {
    /**
     * Refuses null.
     *
     * @param launch as {@link Cluster#submit} would have answered
     */
    public Found {
      Objects.requireNonNull(launch);
    }
  }

  /** It is certainly not there, and no submission of it is still under way. */
  record Absent() implements Search {}

  /**
   * Nobody can say at the moment.
   *
   * @param reason why not
   */
  record Unknown(String reason) implements Search {
    /**
     * Refuses null.
     *
     * @param reason why not
     */
    public Unknown {
      Objects.requireNonNull(reason);
    }
  }
}
