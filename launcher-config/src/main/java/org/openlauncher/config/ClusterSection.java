package org.openlauncher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.user.UserAccount;

/**
 * One {@code [cluster]} section of launcher.conf.
 *
 * @param name unique without regard to case; up to 63 letters, digits, hyphens, underscores and
 *     dots, the first and last a letter or digit
 * @param type which plugin serves it
 * @param executable the executable of a native plugin
 * @param executableOrigin where that stands
 * @param configurationFile where its own options are; need not exist
 * @param allowedGroups whose members may use it; empty for everybody
 * @param jobExpiry how long ended jobs are kept where its own file does not say it; empty for the
 *     usual time
 * @param origin where the section begins
 */
public record ClusterSection(
    String name,
    String type,
    Optional<Path> executable,
    Optional<Origin> executableOrigin,
    Path configurationFile,
    Optional<List<String>> allowedGroups,
    Optional<Duration> jobExpiry,
    Origin origin) {
  /** Takes a copy of the list. */
  public ClusterSection {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(executable);
    Objects.requireNonNull(executableOrigin);
    Objects.requireNonNull(configurationFile);
    allowedGroups = allowedGroups.map(List::copyOf);
    Objects.requireNonNull(origin);
  }

  /** The same section with another type. */
  public ClusterSection withType(String other) {
    return new ClusterSection(
        name,
        other,
        executable,
        executableOrigin,
        configurationFile,
        allowedGroups,
        jobExpiry,
        origin);
  }

  /** The same section as a launcher in front wants it. */
  ClusterSection ofPlugin(Path file, Optional<Duration> expiry) {
    return new ClusterSection(
        name, type, executable, executableOrigin, file, allowedGroups, expiry, origin);
  }

  /** Whether a user may use the cluster. */
  public boolean allows(UserAccount user) {
    return allowedGroups.map(groups -> groups.stream().anyMatch(user::memberOf)).orElse(true);
  }
}
