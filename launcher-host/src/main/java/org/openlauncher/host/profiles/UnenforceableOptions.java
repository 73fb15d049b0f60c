package org.openlauncher.host.profiles;

import java.util.List;
import java.util.Set;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.plugin.Capabilities;
import org.openlauncher.config.ClusterProfiles;
import org.openlauncher.config.Problems;
import org.openlauncher.config.ProfileOptions;

/**
 * Tells the administrator of profiles that a cluster can't hold anybody to: what is set there has
 * no effect, except that a request for it is refused.
 */
public final class UnenforceableOptions {
  private static final List<ConfigurationOption<?>> OF_IMAGES =
      List.of(
          ProfileOptions.CONTAINER_IMAGES,
          ProfileOptions.DEFAULT_CONTAINER_IMAGE,
          ProfileOptions.ALLOW_UNKNOWN_IMAGES);

  private UnenforceableOptions() {}

  /** Adds a warning at each line that has no effect. */
  public static void warn(
      String cluster, ClusterProfiles profiles, Capabilities capabilities, Problems problems) {
    Set<String> enforced = EnforcedLimits.of(capabilities);
    profiles
        .limits()
        .forEach(
            set -> {
              if (!enforced.contains(set.type())) {
                problems.warning(
                    set.amount().origin(),
                    set.amount().option()
                        + " has no effect: cluster "
                        + cluster
                        + " can't enforce "
                        + set.type()
                        + (enforced.isEmpty() ? "" : ", only " + String.join(", ", enforced)));
              }
            });
    if (!capabilities.has(Capabilities.Feature.CONTAINERS)) {
      for (ConfigurationOption<?> option : OF_IMAGES) {
        profiles
            .placesOf(option)
            .forEach(
                origin ->
                    problems.warning(
                        origin,
                        option.name()
                            + " has no effect: cluster "
                            + cluster
                            + " runs no containers"));
      }
    }
    if (!capabilities.has(Capabilities.Feature.QUEUES)) {
      profiles.sizes().all().stream()
          .filter(size -> size.partition().isPresent())
          .forEach(
              size ->
                  problems.warning(
                      size.origin(),
                      "["
                          + size.key()
                          + "]: no job can have this size, since cluster "
                          + cluster
                          + " has no partitions"));
    }
  }
}
