package org.openlauncher.api.plugin;

import java.util.List;
import java.util.Objects;

/**
 * Why a job is pending, or failed, in plain words.
 *
 * @param summary one sentence
 * @param reasons the back-end's own words, unchanged
 * @param advice what the owner could change
 */
public record Explanation(String summary, List<String> reasons, List<String> advice) {
  /**
   * Takes copies of the lists.
   *
   * @param summary one sentence
   * @param reasons the back-end's own words, unchanged
   * @param advice what the owner could change
   */
  public Explanation {
    Objects.requireNonNull(summary);
    reasons = List.copyOf(reasons);
    advice = List.copyOf(advice);
  }
}
