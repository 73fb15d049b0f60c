package org.openlauncher.api.plugin;

import java.util.Objects;

/**
 * The outcome of a control operation that the back-end took.
 *
 * @param complete whether it is carried out; {@code false}: taken, the job's status will tell
 * @param message what there is to say of it; empty text for nothing
 */
public record ControlResult(boolean complete, String message) {
  /** Carried out, nothing to say. */
  public static final ControlResult COMPLETE = new ControlResult(true, "");

  /**
   * Refuses null.
   *
   * @param complete whether it is carried out; {@code false}: taken, the job's status will tell
   * @param message what there is to say of it; empty text for nothing
   */
  public ControlResult {
    Objects.requireNonNull(message);
  }
}
