package org.openlauncher.host.profiles;

import java.util.Map;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * How many jobs that have not ended a user may have at one cluster.
 *
 * @param most so many
 * @param origin where that was set
 */
public record Quota(long most, Origin origin) {
  private static final String OPTION = "max-running-jobs";

  /** The answer to one who has that many already. */
  public LauncherException exceeded(String owner, String cluster, long present) {
    return new LauncherException(
        ErrorCode.QUOTA_EXCEEDED,
        "%s has %d jobs at cluster %s that have not ended, and may have %d (%s, %s); try again when one has ended."
            .formatted(owner, present, cluster, most, OPTION, origin),
        Map.of(
            "limit", OPTION, "value", present + 1, "maximum", most, "source", origin.toString()));
  }

  AppliedLimit applied() {
    return AppliedLimit.bound(OPTION, Long.toString(most), java.util.Optional.of(origin));
  }
}
