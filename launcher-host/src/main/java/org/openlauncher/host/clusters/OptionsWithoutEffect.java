package org.openlauncher.host.clusters;

import java.util.List;
import java.util.Set;
import org.openlauncher.config.EffectiveValue;
import org.openlauncher.config.Problems;

/**
 * Tells of options that are known and checked, but that this version does nothing with: a value
 * that was given is never passed over in silence.
 */
public final class OptionsWithoutEffect {
  private static final Set<String> OF_LAUNCHER_FILE = Set.of("heartbeat-interval-seconds", "exe");
  private static final Set<String> ITS_SECTIONS = Set.of("server", "cluster");

  private OptionsWithoutEffect() {}

  /** Adds a warning for each option that was given in vain. */
  public static void warn(List<EffectiveValue> values, Problems problems) {
    for (EffectiveValue value : values) {
      boolean unused =
          value.section().filter(ITS_SECTIONS::contains).isPresent()
              && OF_LAUNCHER_FILE.contains(value.option());
      if (unused) {
        value
            .origin()
            .ifPresent(
                origin ->
                    problems.warning(
                        origin, value.option() + ": this version does nothing with it"));
      }
    }
  }
}
